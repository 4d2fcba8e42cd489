import { quickOpen } from '../../../host/workbench.mjs';
import { check, circleCount, circlesExperiment } from '../../context.mjs';
import { longTasks, seesLongTasks, watchLongTasks } from '../../longTasks.mjs';
import { processesOf } from '../../processes.mjs';

/** Seconds of streaming over which the tasks of the webview are noted. */
const watchedSeconds = 6;

/**
 * The tasks over 50 ms of the webview while four initializers stream, in words: a figure for people, as it says how
 * busy the machine is.
 */
async function longestTask({ page, editor }) {
  await watchLongTasks(editor.frame);
  check(await seesLongTasks(editor.frame), 'A task of 120 ms, made to be seen, was not noticed.');
  await page.waitForTimeout(watchedSeconds * 1000);
  await editor.progressSays(/left/);
  const { ours, others, frames } = await longTasks(editor.frame);
  check(frames > 0, 'No frame was drawn.');
  const list = (durations) => durations.map((duration) => `${duration} ms`).join(', ') || 'none';
  return `tasks over 50 ms in ${watchedSeconds} s, ${frames} frames: ${list(ours)}; the workbench's own: ${list(others)}`;
}

/**
 * A run that goes on while it is looked at, hidden, shown again and left. The window is closed after it, so it comes
 * last.
 */
export async function stream(ctx) {
  const { page } = ctx;
  const long = await circlesExperiment({ name: 'Long' });
  await ctx.write('long.initlab.json', { ...long, training: { ...long.training, steps: 3_000_000 } });
  await ctx.write('other.initlab.json', await circlesExperiment());
  await ctx.step('a long experiment trains', async () => {
    await ctx.closeAll();
    await ctx.openExperiment('long.initlab.json');
    await ctx.editor.button('Run').first().click();
    await ctx.editor.firstPoint();
    await ctx.editor.progressSays(/left/);
  });
  await ctx.step('all initializers train at once', async () => {
    const { summary } = ctx.editor;
    const waiting = summary.getByText('waiting');
    await ctx.eventually(
      async () => (await summary.getByRole('row').count()) === circleCount + 1 && (await waiting.count()) === 0,
      () => summary.innerText(),
    );
  });
  await ctx.step('four initializers stream', async () => {
    const words = await longestTask(ctx);
    await ctx.picture('streaming');
    return words;
  });
  await ctx.step('hidden and shown again, the editor has the whole run', async () => {
    const hidden = ctx.editor.frame;
    await quickOpen(page, 'other.initlab.json');
    await ctx.eventually(
      () => hidden.isDetached(),
      () => 'The editor is still there.',
    );
    await ctx.openExperiment('long.initlab.json');
    await ctx.editor.firstPoint();
    await ctx.editor.progressSays(/left/);
    check(ctx.problems.length === 0, ctx.problems.join('\n'));
    await ctx.picture('shown-again');
  });
  await ctx.step('the closed window leaves no process', async () => {
    check((await processesOf(ctx.trainer)).length > 0, 'The trainer was expected to run.');
    await page.goto('about:blank');
    await ctx.eventually(
      async () => (await processesOf(ctx.trainer)).length === 0,
      async () => `Still there: ${(await processesOf(ctx.trainer)).join(', ')}.`,
    );
  });
}
