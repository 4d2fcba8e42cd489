import { check, circlesExperiment } from '../../context.mjs';

/** Everything of the editor in front by the keyboard: the chords, and the way through its controls. */
export async function keyboard(ctx) {
  const { page } = ctx;
  const circles = await circlesExperiment();
  await ctx.write('keys.initlab.json', { ...circles, training: { ...circles.training, steps: 3_000_000 } });
  await ctx.write('short.initlab.json', { ...circles, training: { ...circles.training, steps: 500 } });
  const shownStep = () =>
    ctx.editor.frame.locator('il-timeline [role=slider]').getAttribute('aria-valuenow').then(Number);
  await ctx.step('run, pause, go on, one step, stop by their keys', async () => {
    await ctx.closeAll();
    await ctx.openExperiment('keys.initlab.json');
    await ctx.editor.button('Run').first().waitFor();
    // Opening a file leaves the focus in its editor.
    await ctx.eventually(
      () => ctx.editor.frame.evaluate(() => document.hasFocus()),
      () => 'The editor did not get the focus.',
    );
    await page.keyboard.press('Control+Enter');
    await ctx.editor.progressSays(/left/);
    await page.keyboard.press('Control+Shift+Enter');
    await ctx.editor.progressSays(/paused/);
    const before = await ctx.editor.progressSays(/paused/);
    await page.keyboard.press('Alt+Enter');
    await ctx.eventually(
      async () => (await ctx.editor.progressSays(/paused/)) !== before,
      () => `It stays at ${before}.`,
    );
    await page.keyboard.press('Control+Shift+Enter');
    await ctx.editor.progressSays(/left/);
    await page.keyboard.press('Control+Shift+Backspace');
    await ctx.editor.progressSays(/stopped/);
  });
  await ctx.step('the keys work while a field of the rail has the focus', async () => {
    await ctx.closeAll();
    await ctx.openExperiment('short.initlab.json');
    await ctx.editor.field('Learning rate').focus();
    await page.keyboard.press('Control+Enter');
    await ctx.editor.progressSays(/finished/);
  });
  await ctx.step('the recorded steps by their keys', async () => {
    const newest = await shownStep();
    await page.keyboard.press('Alt+,');
    await ctx.eventually(
      async () => (await shownStep()) < newest,
      async () => `Step ${await shownStep()} of ${newest}.`,
    );
    const before = await shownStep();
    await page.keyboard.press('Alt+,');
    await ctx.eventually(
      async () => (await shownStep()) < before,
      async () => `Step ${await shownStep()}.`,
    );
    await page.keyboard.press('Alt+.');
    await ctx.eventually(
      async () => (await shownStep()) === before,
      async () => `Step ${await shownStep()}, not ${before}.`,
    );
    await page.keyboard.press('Alt+.');
    await ctx.eventually(
      async () => (await shownStep()) === newest,
      async () => `Step ${await shownStep()}, not ${newest}.`,
    );
  });
  await ctx.step('Tab reaches every part, and shows where it is', async () => {
    await ctx.editor.frame.locator('[data-action=rail]').focus();
    const seen = [];
    for (let times = 0; times < 160; times++) {
      await page.keyboard.press('Tab');
      const found = await ctx.editor.frame.evaluate(() => {
        let element = document.activeElement;
        const hosts = [];
        while (element?.shadowRoot?.activeElement) {
          hosts.push(element.localName);
          element = element.shadowRoot.activeElement;
        }
        if (!element || element === document.body) return undefined;
        const box = element.getBoundingClientRect();
        // The ring may be drawn by the element itself or by what holds it.
        const ringed = [
          element,
          ...(element.closest('vscode-button, label, .checkbox, [data-focus-ring]')
            ? [element.closest('vscode-button, label, .checkbox, [data-focus-ring]')]
            : []),
          ...(element.getRootNode().host ? [element.getRootNode().host] : []),
        ];
        const probe = document.body.appendChild(document.createElement('span'));
        probe.style.color = 'var(--vscode-focusBorder)';
        const focusColor = getComputedStyle(probe).color;
        probe.remove();
        const ring = ringed.some((one) => {
          const style = getComputedStyle(one);
          return (
            (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) ||
            style.boxShadow !== 'none' ||
            style.borderTopColor === focusColor ||
            getComputedStyle(one, '::after').backgroundColor === focusColor ||
            style.backgroundColor === focusColor ||
            style.getPropertyValue('--sash') !== ''
          );
        });
        const inside =
          element
            .getRootNode()
            .host?.closest?.(
              'il-rail, il-toolbar, il-cost, il-summary, il-timeline, il-columns, il-variance, il-results',
            ) ?? element.closest('il-rail, il-toolbar, il-cost, il-summary, il-timeline, il-columns, il-results');
        return {
          name: element.getAttribute('aria-label') ?? element.title ?? element.textContent?.trim().slice(0, 40),
          tag: element.localName,
          part: hosts.at(-1) ?? inside?.localName ?? '',
          hosts: hosts.join(' '),
          seen: box.width > 0 && box.height > 0,
          ring,
        };
      });
      if (found === undefined) break;
      seen.push(found);
    }
    const parts = new Set(seen.flatMap(({ part, hosts }) => [part, ...hosts.split(' ')]));
    for (const part of ['il-toolbar', 'il-rail', 'il-cost', 'il-timeline'])
      check(
        parts.has(part) || seen.some(({ hosts }) => hosts.includes(part)),
        `Tab did not reach ${part}; it reached ${[...parts].join(', ')}.`,
      );
    const blind = seen.filter(({ ring, seen: visible }) => !ring || !visible);
    check(
      blind.length === 0,
      `No focus is to be seen at: ${blind.map(({ tag, name, hosts }) => `${hosts} ${tag} "${name}"`).join('; ')}`,
    );
    return `${seen.length} stops`;
  });
}
