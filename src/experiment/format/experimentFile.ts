/** How names of experiment files end. */
export const experimentSuffix = '.initlab.json';

/** Glob pattern of all experiment files of a folder. */
export const experimentPattern = `**/*${experimentSuffix}`;

/** Whether a path is that of an experiment file. */
export const isExperimentPath = (path: string): boolean => path.endsWith(experimentSuffix);
