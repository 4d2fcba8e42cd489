/** How names of lessons end. */
export const lessonSuffix = '.lesson.md';
