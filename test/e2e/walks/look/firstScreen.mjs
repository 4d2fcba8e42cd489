import { runCommand } from '../../../host/workbench.mjs';
import { check } from '../../context.mjs';

/** Boxes of all elements that match, through shadow roots, and of the part that they lie in. */
function boxesIn(frame, host, selector) {
  return frame.locator(host).evaluate((element, wanted) => {
    const box = (one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return { left, top, right, bottom };
    };
    return {
      area: box(element.closest('.columns') ?? element),
      boxes: [...element.shadowRoot.querySelectorAll(wanted)].map(box),
      window: { left: 0, top: 0, right: innerWidth, bottom: innerHeight },
    };
  }, selector);
}

/** How many of the boxes lie whole inside both the part and the window. */
const inside = ({ area, boxes, window: whole }) =>
  boxes.filter((box) =>
    [area, whole].every(
      (limit) =>
        box.left >= limit.left - 1 &&
        box.right <= limit.right + 1 &&
        box.top >= limit.top - 1 &&
        box.bottom <= limit.bottom + 1,
    ),
  ).length;

/** What the first look at the finished circles shows without scrolling, in windows of several sizes. */
export async function firstScreen(ctx) {
  const { page } = ctx;
  const at = async (width, height) => {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(700);
    await ctx.picture(`first-${width}x${height}`);
  };
  const shown = async (selector) => inside(await boxesIn(ctx.editor.frame, 'il-columns', selector));

  await ctx.step(
    '1280 × 800 with the side bar: curves, boundaries, histograms and switches of all four initializers',
    async () => {
      await at(1280, 800);
      await ctx.eventually(
        async () => (await shown('il-histogram')) >= 4,
        async () => `${await shown('il-histogram')} histograms lie inside the first screen.`,
      );
      check(
        (await shown('.boundary il-chart')) === 4,
        `${await shown('.boundary il-chart')} boundaries lie inside the first screen.`,
      );
      const { boxes, window: whole } = await ctx.editor.frame.locator('il-rail').evaluate((rail) => ({
        boxes: [...rail.querySelectorAll('il-initializer .check')].map((one) => one.getBoundingClientRect().bottom),
        window: innerHeight,
      }));
      check(
        boxes.length === 4 && boxes.every((bottom) => bottom > 0 && bottom < whole),
        `Switches of initializers end at ${boxes.join(', ')} of ${whole}.`,
      );
      const curves = await ctx.editor.frame.locator('il-cost .plot').boundingBox();
      check(curves !== null && curves.height > 80, `The curves are ${curves?.height} pixels high.`);
    },
  );

  await ctx.step('1600 × 1000: two layers of them, and the summary', async () => {
    await at(1600, 1000);
    await ctx.eventually(
      async () => (await shown('il-histogram')) >= 8,
      async () => `${await shown('il-histogram')} histograms lie inside the first screen.`,
    );
    check(await ctx.editor.frame.locator('il-summary').isVisible(), 'The summary is not shown.');
  });

  await ctx.step('a narrow window shows the same by its height', async () => {
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await at(900, 900);
    await at(620, 900);
    await ctx.eventually(
      async () => (await shown('il-histogram')) >= 4,
      async () => `${await shown('il-histogram')} histograms lie inside the first screen.`,
    );
    const { boxes, window: whole } = await ctx.editor.frame.locator('il-initializer-strip').evaluate((strip) => ({
      boxes: [...strip.querySelectorAll('.check')].map((one) => one.getBoundingClientRect()),
      window: { width: innerWidth, height: innerHeight },
    }));
    check(
      boxes.length === 4 &&
        boxes.every(({ top, left }) => top > 0 && top < whole.height && left > 0 && left < whole.width),
      `${boxes.length} switches stand over the curves.`,
    );
    const last = ctx.editor.frame.locator('il-initializer-strip .check').last();
    await last.uncheck();
    await ctx.editor.frame.getByText('The experiment changed since this run.').waitFor();
    await last.check();
    await ctx.editor.frame.getByText('The experiment changed since this run.').waitFor({ state: 'detached' });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  });

  await ctx.step('the layers are gone through by the arrow keys, and T shows the summary', async () => {
    await at(1280, 800);
    const picker = ctx.editor.frame.locator('il-layer-picker');
    await picker.locator('[aria-checked=true]').focus();
    await page.keyboard.press('ArrowRight');
    await ctx.eventually(
      async () => (await picker.locator('[aria-checked=true]').getAttribute('title'))?.startsWith('hidden 1'),
      () => 'The second layer is not chosen.',
    );
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('t');
    await ctx.editor.frame.locator('il-summary').waitFor();
    await page.keyboard.press('t');
    await ctx.editor.frame.locator('il-cost').waitFor();
  });

  await ctx.step('a sash moves by keys and goes back to its default by Enter', async () => {
    const sash = ctx.editor.frame.locator('il-results il-sash[orientation=horizontal]');
    const size = async () => Number(await sash.getAttribute('aria-valuenow'));
    const before = await size();
    await sash.focus();
    await page.keyboard.press('ArrowDown');
    await ctx.eventually(
      async () => (await size()) === before + 16,
      async () => `The curves are ${await size()} pixels high, not ${before + 16}.`,
    );
    await page.keyboard.press('Enter');
    await ctx.eventually(
      async () => (await size()) === before,
      async () => `The curves are ${await size()} pixels high, not ${before}.`,
    );
  });
  await page.setViewportSize({ width: 1600, height: 1000 });
}
