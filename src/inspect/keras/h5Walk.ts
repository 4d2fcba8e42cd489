/** Groups within each other at most; models have some ten. */
export const deepest = 64;
/** Objects of a file at most. */
const mostObjects = 100_000;
/**
 * Sum of the squared depths of all objects at most: the library looks at every start of a path, and finds each of them
 * from the root.
 */
const mostSteps = 1_000_000;

/** What a walk asks of a file; paths have no slash at the start, that of the root is empty. */
export interface H5Tree {
  /** Names within a group. */
  names(group: string): string[];
  /** A mark that is the same for all names of a group; undefined for what is none, or a link to one. */
  groupAt(path: string): string | undefined;
}

/**
 * The paths of all objects, those of a group behind it, and the groups that nest too deep to be looked into. A group
 * with several names is looked into once, so that a circle ends. Throws for a file with too many objects.
 */
export function pathsOf(tree: H5Tree): { paths: string[]; tooDeep: string[] } {
  const paths: string[] = [];
  const tooDeep: string[] = [];
  const visited = new Set([tree.groupAt('')]);
  // From the end, so that the first name is taken first.
  const within = (group: string, depth: number): { path: string; depth: number }[] =>
    tree
      .names(group)
      .sort()
      .reverse()
      .map((name) => ({ path: group === '' ? name : `${group}/${name}`, depth }));
  const waiting = within('', 1);
  let steps = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next;
    paths.push(path);
    steps += depth ** 2;
    if (paths.length + waiting.length > mostObjects) throw new Error(`more than ${mostObjects} objects`);
    if (steps > mostSteps)
      throw new Error(
        `more than ${mostSteps} steps on the ways to its objects, ${depth} deep at ${path.length > 40 ? `${path.slice(0, 20)}…${path.slice(-20)}` : path}`,
      );
    const mark = tree.groupAt(path);
    if (mark === undefined || visited.has(mark)) continue;
    visited.add(mark);
    if (depth >= deepest && tree.names(path).length > 0) tooDeep.push(path);
    else for (const one of within(path, depth + 1)) waiting.push(one);
  }
  return { paths, tooDeep };
}
