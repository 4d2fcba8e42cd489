/** `**\/*.{a,b}` as patterns without braces, which not every search can nest. */
function expandBraces(pattern: string): string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (!match) return [pattern];
  const [before, after] = [pattern.slice(0, match.index), pattern.slice(match.index + match[0].length)];
  return match[1].split(',').flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

/**
 * One pattern for all that a setting such as `search.exclude` shuts out; undefined for nothing. Entries with a
 * condition are left to VS Code.
 */
export function excludePattern(setting: Readonly<Record<string, unknown>>): string | undefined {
  const patterns = Object.entries(setting).flatMap(([pattern, on]) => (on === true ? expandBraces(pattern) : []));
  return patterns.length === 0 ? undefined : `{${patterns.join(',')}}`;
}
