/**
 * Begins to note, or begins anew, the tasks over 50 ms on the main thread of a webview. Where the workbench shares that
 * thread, as it does in code-server, the workbench's own tasks are left out: the browser says to which frame each
 * belongs.
 * @param {import('playwright-core').Frame} frame
 */
export async function watchLongTasks(frame) {
  await frame.evaluate(() => {
    const again = window.longTasks !== undefined;
    window.longTasks = [];
    window.watchedFrames = 0;
    if (again) return;
    const observer = new PerformanceObserver((list) => {
      for (const { name, duration, startTime } of list.getEntries())
        window.longTasks.push({ name, duration, startTime });
    });
    observer.observe({ type: 'longtask' });
    // Counted as well, so that a watch of a page that drew nothing is noticed.
    const count = () => {
      window.watchedFrames++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
}

/** Whether the watch sees a long task of the webview: one is made, and taken out of the notes again. */
export async function seesLongTasks(frame) {
  return frame.evaluate(async () => {
    const before = window.longTasks.length;
    const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    await rest(0);
    for (const end = performance.now() + 120; performance.now() < end;);
    const seen = () =>
      window.longTasks.some(({ name, duration }, index) => index >= before && name === 'self' && duration >= 100);
    // The browser tells of it when it has time.
    for (let tries = 0; tries < 600 && !seen(); tries++) await rest(100);
    const noticed = seen();
    window.longTasks.splice(before);
    return noticed;
  });
}

/**
 * What was noted since.
 * @returns {Promise<{ ours: number[], others: number[], frames: number }>} durations in ms: of the webview's own tasks
 *   (and those that the browser cannot tell apart from them), and of the workbench's; `frames`: animation frames drawn
 */
export async function longTasks(frame) {
  const { tasks, frames } = await frame.evaluate(() => ({ tasks: window.longTasks, frames: window.watchedFrames }));
  const isOther = ({ name }) =>
    ['same-origin-ancestor', 'cross-origin-ancestor', 'same-origin', 'cross-origin-unreachable'].includes(name);
  const durations = (wanted) => tasks.filter(wanted).map(({ duration }) => Math.round(duration));
  return { ours: durations((task) => !isOther(task)), others: durations(isOther), frames };
}
