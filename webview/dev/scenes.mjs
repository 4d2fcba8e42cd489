/** What the pictures show. `act` uses the page as a person would. */
const themes = ['dark', 'light', 'hc-black', 'hc-light'];

const bad = JSON.stringify(
  {
    version: 1,
    name: 'Bad values',
    dataset: { kind: 'circles', train: 'many', noise: -1 },
    network: { hidden: [10, 0], activation: 'rellu' },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 'fast', momentum: 2 },
    training: { steps: 100 },
    surprise: 1,
    initializers: [{ kind: 'zeros' }, { kind: 'heNormal', u: -1 }, { kind: 'heNormall' }],
  },
  null,
  2,
);

const csv = JSON.stringify(
  {
    version: 1,
    name: 'Wine quality',
    dataset: { kind: 'csv', path: 'data/wine.csv', target: 'quality' },
    network: { hidden: [64, { units: 32, activation: 'gelu' }, 16, 16], activation: 'relu', output: 'linear' },
    loss: 'meanSquaredError',
    optimizer: { kind: 'adamw', learningRate: 0.001 },
    training: { epochs: 20, batchSize: 32, shuffle: true },
    random: { generator: 'torch', layout: 'in-out', seeds: [1, 2, 3, 7] },
    initializers: [
      {
        kind: 'heNormal',
        bias: { kind: 'constant', value: 0.1 },
        layers: { output: { kind: 'randomNormal', stddev: 0.05 } },
      },
      { kind: 'glorotUniform', enabled: false },
      { kind: 'varianceScaling', scale: 2, mode: 'fanAvg' },
    ],
  },
  null,
  2,
);

const laws = JSON.stringify(
  {
    version: 1,
    name: 'Laws',
    dataset: { kind: 'circles' },
    network: { hidden: [10, 5], activation: 'gelu' },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 1000 },
    initializers: [
      { kind: 'glorotNormal', gain: { activation: 'gelu', rule: 'forward' }, layers: { output: { kind: 'sparse' } } },
      { kind: 'lsuv' },
      { kind: 'fromFile', path: 'weights/he.safetensors' },
    ],
  },
  null,
  2,
);

const seeds = JSON.stringify(
  {
    version: 1,
    name: 'Five seeds',
    dataset: { kind: 'circles' },
    network: { hidden: [10, 5] },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 15000 },
    random: { seeds: [1, 2, 3, 4, 5] },
    initializers: [
      { kind: 'zeros' },
      { kind: 'randomNormal', stddev: 1, scale: 10, label: 'randn × 10' },
      { kind: 'heNormal', u: 2 },
      { kind: 'glorotUniform' },
    ],
  },
  null,
  2,
);

const sweep = (axes, seedList = [1]) =>
  JSON.stringify(
    {
      ...JSON.parse(seeds),
      name: 'Sweep',
      random: { seeds: seedList },
      initializers: [{ kind: 'randomNormal', stddev: 0.1 }, { kind: 'heNormal', u: 2 }, { kind: 'glorotUniform' }],
      sweep: axes,
    },
    null,
    2,
  );
const rates = { path: '/optimizer/learningRate', from: 0.001, to: 1, count: 8, scale: 'log' };
const map = sweep([rates, { path: '/network/hidden/0', values: [2, 4, 8, 16, 32, 64] }]);
const curves = sweep([rates], [1, 2, 3, 4, 5]);

const openItem = (index) => async (page) => page.locator('.expander').nth(index).click();
const text = (value) => `text=${encodeURIComponent(value)}`;

const deep = (layers, more) =>
  JSON.stringify(
    {
      version: 1,
      name: 'Deep',
      dataset: { kind: 'teacher', features: 100, classes: 10 },
      network: { hidden: Array(layers).fill(8), activation: 'tanh' },
      loss: 'categoricalCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.01 },
      training: { steps: 1000 },
      random: { layout: 'in-out' },
      initializers: [
        { kind: 'glorotUniform' },
        { kind: 'randomUniform', min: 0, max: 1 },
        { kind: 'zeros' },
        { kind: 'heNormal' },
        ...Array.from({ length: more }, (_, i) => ({
          kind: 'randomNormal',
          stddev: 0.02 * (i + 1),
          label: `σ = ${(0.02 * (i + 1)).toFixed(2)}`,
        })),
      ],
    },
    null,
    2,
  );

export const scenes = [
  ...themes.flatMap((theme) => [
    { name: `wide-${theme}`, query: `theme=${theme}&share=0.6` },
    { name: `first-${theme}`, query: `theme=${theme}&share=0.6`, width: 932, height: 700 },
    { name: `small-${theme}`, query: `theme=${theme}&share=0.6`, width: 900, height: 900 },
    { name: `bad-${theme}`, query: `theme=${theme}&${text(bad)}`, width: 1000, height: 1400 },
    {
      name: `picker-${theme}`,
      query: `theme=${theme}&share=0.2`,
      width: 1200,
      height: 900,
      act: (page) => page.getByRole('button', { name: 'Add initializer' }).click(),
    },
    {
      name: `laws-${theme}`,
      query: `theme=${theme}&${text(laws)}`,
      width: 1000,
      height: 1500,
      act: async (page) => {
        await openItem(0)(page);
        await page.locator('.facts summary').click();
        await page.getByRole('button', { name: 'Copy as PyTorch code' }).click();
      },
    },
    { name: `seeds-${theme}`, query: `theme=${theme}&share=1&${text(seeds)}` },
    {
      name: `sweepMap-${theme}`,
      query: `theme=${theme}&share=0.9&${text(map)}`,
      act: (page) => page.locator('[data-cell="13"]').first().focus(),
    },
    {
      name: `sweepCurves-${theme}`,
      query: `theme=${theme}&share=1&${text(curves)}`,
      act: async (page) => {
        await page.locator('il-sweep-curves .plot').focus();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
      },
    },
    {
      name: `csv-${theme}`,
      query: `theme=${theme}&${text(csv)}`,
      width: 1000,
      height: 1500,
      act: async (page) => {
        await page.locator('.more-toggle').evaluateAll((all) => all.forEach((one) => one.click()));
        await openItem(0)(page);
        await page.locator('.chip').nth(1).click();
      },
    },
  ]),
  ...themes.map((theme) => ({ name: `variance-${theme}`, query: `theme=${theme}&share=0.6&${text(deep(3, 0))}` })),
  { name: 'variance-deep', query: `theme=dark&share=0.6&${text(deep(99, 8))}`, width: 900, height: 900 },
  { name: 'variance-many', query: `theme=light&share=0.6&${text(deep(3, 60))}` },
  {
    name: 'seedsSmall-light',
    query: `theme=light&share=1&${text(seeds)}`,
    width: 900,
    height: 900,
    act: (page) => page.getByRole('button', { name: 'Single runs' }).click(),
  },
  { name: 'sweepSmall-dark', query: `theme=dark&share=0.7&${text(map)}`, width: 900, height: 900 },
  {
    name: 'sweepCell-light',
    query: `theme=light&share=1&${text(curves)}`,
    act: async (page) => {
      await page.locator('il-sweep-curves .plot').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'narrow-dark',
    query: 'theme=dark&share=0.6',
    width: 620,
    height: 900,
    act: (page) => page.locator('[data-action=rail]').click(),
  },
  { name: 'broken-dark', query: `theme=dark&${text('{ "version": 1,\n  "name": }')}`, width: 1000, height: 700 },
  {
    name: 'failed-light',
    query: 'theme=light&share=0.4',
    width: 1200,
    height: 700,
    act: (page) => page.evaluate(() => window.devHost.fail()),
  },
  {
    name: 'stale-dark',
    query: 'theme=dark&share=0.4',
    width: 1200,
    height: 800,
    act: async (page) => {
      await page.getByLabel('Learning rate').fill('0.02');
      await page.getByLabel('Learning rate').press('Enter');
    },
  },
  {
    name: 'refused-dark',
    query: 'theme=dark&share=0.4',
    width: 1200,
    height: 800,
    act: async (page) => {
      await page.getByLabel('Learning rate').fill('-3');
      await page.getByLabel('Learning rate').press('Enter');
      await page.getByLabel('Noise').fill('abc');
    },
  },
  { name: 'readonly-light', query: 'theme=light&readOnly=1', width: 1000, height: 900 },
  // xx puts brackets around every text that languages translate.
  ...['zh-cn', 'zh-tw', 'xx'].flatMap((lang) => [
    { name: `wide-${lang}`, query: `theme=dark&share=0.6&lang=${lang}` },
    { name: `small-${lang}`, query: `theme=light&share=0.6&lang=${lang}`, width: 900, height: 900 },
    {
      name: `narrow-${lang}`,
      query: `theme=dark&share=0.6&lang=${lang}`,
      width: 620,
      height: 900,
      act: (page) => page.locator('[data-action=rail]').click(),
    },
    { name: `bad-${lang}`, query: `theme=light&lang=${lang}&${text(bad)}`, width: 1000, height: 1400 },
    {
      name: `picker-${lang}`,
      query: `theme=dark&share=0.2&lang=${lang}`,
      width: 1200,
      height: 900,
      act: (page) => page.locator('.add-initializer').click(),
    },
    {
      name: `laws-${lang}`,
      query: `theme=light&lang=${lang}&${text(laws)}`,
      width: 1000,
      height: 1500,
      act: async (page) => {
        await openItem(0)(page);
        await page.locator('.facts summary').click();
        await page.locator('.copy-code button').first().click();
      },
    },
    {
      name: `csv-${lang}`,
      query: `theme=dark&lang=${lang}&${text(csv)}`,
      width: 1000,
      height: 1500,
      act: async (page) => {
        await page.locator('.more-toggle').evaluateAll((all) => all.forEach((one) => one.click()));
        await openItem(0)(page);
        await page.locator('.chip').nth(1).click();
      },
    },
    { name: `seeds-${lang}`, query: `theme=dark&share=1&preset=mnist&lang=${lang}`, height: 1400 },
    { name: `map-${lang}`, query: `theme=light&share=0.7&lang=${lang}&${text(map)}`, width: 1200, height: 1300 },
    { name: `curves-${lang}`, query: `theme=dark&share=1&lang=${lang}&${text(curves)}`, width: 1200, height: 1300 },
    { name: `empty-${lang}`, query: `theme=dark&lang=${lang}`, width: 1000, height: 700 },
  ]),
  { name: 'column-dark', query: 'theme=dark&share=1', width: 572, height: 780 },
  { name: 'tiny-light', query: 'theme=light&share=1', width: 280, height: 780 },
  { name: 'live-dark', query: 'theme=dark&live=1', act: (page) => page.waitForTimeout(5000) },
];
