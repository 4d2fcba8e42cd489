/** Writes those lines of a workbench's log that Mocha's reporter marked, without the mark. */
export function showMocha(text) {
  for (const line of text.split(/\r?\n/)) {
    const found = /\[mocha\] ?(.*)$/.exec(line);
    if (found) console.log(found[1]);
  }
}
