import { describe, expect, it } from 'vitest';
import { checkLesson } from '../../../src/lessons/checkLesson';
import { openPages, type Block } from '../../../src/lessons/lesson';
import { longestLesson } from '../../../src/lessons/limits';
import { parseLesson } from '../../../src/lessons/parseLesson';

const head = '---\nlesson: 1\ntitle: A title\nsummary: A sentence.\nexperiment: circles\n---\n';
/** A lesson with one page of that content, which begins on line 10. */
const page = (content: string): string => `${head}\n## Page\n\n${content}\n`;
const blocksOf = (content: string): Block[] => {
  const { lesson, issues } = parseLesson(page(content));
  expect(issues).toEqual([]);
  return lesson!.pages[0].blocks;
};
/** The only mistake, as `line: message`. */
function mistake(text: string): string {
  const { issues, lesson } = checkLesson(text);
  expect(lesson).toBeUndefined();
  expect(issues.map(({ line, message }) => `${line}: ${message}`)).toHaveLength(1);
  return `${issues[0].line}: ${issues[0].message}`;
}

describe('a lesson', () => {
  it('is read with its head, pages, text and directives', () => {
    expect(
      blocksOf('Some **strong** `code` and [a link](https://example.org/).\n\n- one\n- two\n\n```\nW = 0\n```'),
    ).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: 'Some ' },
          { kind: 'strong', children: [{ kind: 'text', text: 'strong' }] },
          { kind: 'text', text: ' ' },
          { kind: 'code', text: 'code' },
          { kind: 'text', text: ' and ' },
          { kind: 'link', url: 'https://example.org/', children: [{ kind: 'text', text: 'a link' }] },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'list',
        ordered: false,
        items: ['one', 'two'].map((text) => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]),
      },
      { kind: 'code', text: 'W = 0' },
    ]);
    expect(
      blocksOf(
        '::show[See]{picture=histogram of="He normal" layer=hidden.1 tensor=kernel step=last}\n\n::run[Go]\n\n::why[Why]{of=Zeros}\n\n::try[Faster]{path="/optimizer/learningRate" value="0.1"}',
      ),
    ).toEqual([
      {
        kind: 'show',
        label: 'See',
        look: { picture: 'histogram', of: 'He normal', layer: 'hidden.1', tensor: 'kernel', step: 'last' },
      },
      { kind: 'run', label: 'Go' },
      { kind: 'why', label: 'Why', of: 'Zeros' },
      { kind: 'try', label: 'Faster', change: { path: ['optimizer', 'learningRate'], value: 0.1 } },
    ]);
    expect(blocksOf('A ratio of 1:2, or a:b, and :figure{of="Zeros" figure=trainCost step=100}.')).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: 'A ratio of 1' },
          { kind: 'text', text: ':2' },
          { kind: 'text', text: ', or a' },
          { kind: 'text', text: ':b' },
          { kind: 'text', text: ', and ' },
          { kind: 'figure', of: 'Zeros', figure: 'trainCost', step: 100 },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
  });

  it('reads the condition of every option', () => {
    const [choice] = blocksOf(`:::choice{#c}
Which?

::option[a]{of="Zeros" figure=trainCost below=0.5 above=1e-3 step=100}
::option[b]{of="Zeros" verdict="symmetric flat"}
::option[c]{of="Zeros" least=testCost}
::option[d]{of="Zeros" most=trainAccuracy}
::option[e]{otherwise}
:::`) as (Block & { kind: 'choice' })[];
    expect(choice.options.map(({ when }) => when)).toEqual([
      { kind: 'figure', of: 'Zeros', figure: 'trainCost', step: 100, below: 0.5, above: 1e-3 },
      { kind: 'verdict', of: 'Zeros', verdicts: ['symmetric', 'flat'] },
      { kind: 'extreme', of: 'Zeros', figure: 'testCost', most: false },
      { kind: 'extreme', of: 'Zeros', figure: 'trainAccuracy', most: true },
      { kind: 'otherwise' },
    ]);
  });

  it('keeps pages closed behind a prediction that was not made', () => {
    const { lesson } = parseLesson(
      `${head}\n## A\n\n## B\n\n:::choice{#c}\n::option[a]{of="Zeros" least=trainCost}\n::option[b]{otherwise}\n:::\n\n## C\n`,
    );
    expect(openPages(lesson!, { page: 0, predictions: {} })).toBe(2);
    expect(openPages(lesson!, { page: 0, predictions: { c: 0 } })).toBe(3);
  });

  const option = '::option[b]{otherwise}';
  it.each([
    ['no head', 'text', undefined],
    ['an unknown key', page('').replace('title:', 'titel:'), undefined],
    ['a version', page('').replace('lesson: 1', 'lesson: 2'), '2: lesson: expected 1, got 2.'],
    ['an empty title', page('').replace('A title', '""'), '3: title: expected a text of 1 to 200 characters, got "".'],
    [
      'a preset',
      page('').replace('circles', 'circle'),
      '5: experiment: unknown preset "circle". Did you mean circles?',
    ],
    ['an experiment in it', page('').replace('experiment: circles', 'experiment: { version: 1 }'), undefined],
    ['bad YAML', page('').replace('A title', '"A'), undefined],
    [
      'a next one',
      page('').replace('experiment:', 'next: "../x"\nexperiment:'),
      '5: next: expected the name of a lesson, got "../x".',
    ],
    ['no page', head, '1: The lesson has no page. Begin a page with a ## heading.'],
    [
      'text before the first page',
      page('').replace('\n## Page', '\ntext\n\n## Page'),
      '8: Text before the first page. Begin the page with a ## heading.',
    ],
    ['a heading within', page('### Deeper'), "10: A page begins with ## and can't contain other headings."],
    ['HTML', page('<b>bold</b>'), undefined],
    [
      'a picture',
      page('![x](https://example.org/x.png)'),
      '10: Expected emphasis, code, links or :figure within text, got image.',
    ],
    [
      'a table',
      page('::run[Go]\n\n***'),
      '12: Expected paragraphs, lists, quotes, code or directives, got thematicBreak.',
    ],
    [
      'a link that is not https',
      page('[x](javascript:alert)'),
      '10: link: expected an address that begins with https://, got "javascript:alert".',
    ],
    ['an unknown directive', page('::shw[x]{picture=cost}'), '10: Unknown directive "shw". Did you mean show?'],
    [
      'an unknown attribute',
      page('::show[x]{pictur=cost picture=cost}'),
      '10: show: unknown attribute "pictur" of :show. Did you mean picture?',
    ],
    ['a missing attribute', page('::why[x]'), '10: why.of: expected a name, got nothing.'],
    [
      'a bad value',
      page('::show[x]{picture=photo}'),
      '10: show.picture: expected one of histogram, boundary, cost, variance, differences, summary, got "photo".',
    ],
    [
      'a bad step',
      page('::show[x]{picture=cost step=end}'),
      '10: show.step: expected the number of a step, got "end".',
    ],
    ['no label', page('::run'), '10: ::run[…] requires text in brackets.'],
    ['an option outside', page('::option[x]{otherwise}'), '10: ::option must be inside :::choice.'],
    ['one option', page(`:::choice{#c}\n${option}\n:::`), '10: choice: expected 2 to 8 options, got 1.'],
    ['options that read the same', page(`:::choice{#c}\n${option}\n${option}\n:::`), '10: choice: "b" appears twice.'],
    [
      'two conditions',
      page(`:::choice{#c}\n::option[a]{of="Zeros" least=trainCost verdict=flat}\n${option}\n:::`),
      '11: option: expected one of figure, verdict, least, most and otherwise, got 2.',
    ],
    ['an unknown verdict', page(`:::choice{#c}\n::option[a]{of="Zeros" verdict="flatt"}\n${option}\n:::`), undefined],
    [
      'a figure without limits',
      page(`:::choice{#c}\n::option[a]{of="Zeros" figure=trainCost}\n${option}\n:::`),
      '11: option: figure requires below, above or both.',
    ],
    [
      'the same id twice',
      page(':::curve{#c of="Zeros"}\nDraw.\n:::\n\n:::curve{#c of="Zeros"}\nDraw.\n:::'),
      '14: curve.id: "c" already exists.',
    ],
    ['seen of nothing', page('::seen{of=other}'), '10: seen.of: expected a preceding choice or curve, got "other".'],
    [
      'an unknown initializer',
      page('::why[x]{of="Zeroes"}'),
      '10: of: unknown initializer "Zeroes". Did you mean "Zeros"?',
    ],
    [
      'an unknown layer',
      page('::show[x]{picture=histogram layer=hidden.7}'),
      '10: layer: expected one of hidden.0, hidden.1, output, got "hidden.7".',
    ],
    [
      'a step behind the end',
      page('::show[x]{picture=cost step=20000}'),
      '10: step: expected a step up to 15000, the last of the experiment, got 20000.',
    ],
    ['a setting that is none', page('::try[x]{path="/optimizer/learningRate" value="fast"}'), undefined],
    [
      'no experiment',
      page('').replace('experiment: circles\n', ''),
      '1: experiment: missing in the lesson, and there is no experiment beside it.',
    ],
    ['too long a text', page('x'.repeat(longestLesson)), undefined],
  ])('names the place of a mistake: %s', (_, text, expected) => {
    if (expected !== undefined) return expect(mistake(text)).toBe(expected);
    const { lesson, issues } = checkLesson(text);
    expect(lesson).toBeUndefined();
    expect(issues.length).toBeGreaterThan(0);
    for (const { line, message } of issues)
      expect([line > 0, /\{\d\}|undefined|NaN/.test(message)]).toEqual([true, false]);
  });

  it('refuses aliases, which make a small text large, and nests no deeper than it reads', () => {
    const bomb = `---\nlesson: 1\ntitle: x\nsummary: y\nexperiment:\n  a: &a [1,1,1,1,1,1,1,1]\n  b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n  c: [*b,*b,*b,*b,*b,*b,*b,*b]\n---\n\n## Page\n`;
    expect(checkLesson(bomb).lesson).toBeUndefined();
    expect(
      checkLesson(page('> '.repeat(900) + 'deep')).issues.some(
        ({ message }) => message === 'Lists and quotes are nested more than 20 levels deep.',
      ),
    ).toBe(true);
  });

  /**
   * Of each a text as long as a lesson may be; without the bounds the parser takes from ten seconds to hours with them.
   */
  it.each(['*a ', '[', '> ', '- ', ':a[', '**a', ':::choice{#c}\n', '&a;', '![](('])(
    'refuses what a parser would not get through: %j',
    (unit) => {
      const text = unit.repeat(Math.floor((longestLesson - 200) / unit.length));
      expect(checkLesson(page(text)).issues[0].message).toMatch(/^The (text from here|lesson) has more than/);
      // What is just within the bounds is read, whatever it comes to: it ends.
      const blocks = unit.startsWith(':::')
        ? `${unit}\n`.repeat(200)
        : `${unit.repeat(Math.floor(1900 / unit.length))}\n\n`.repeat(18);
      expect(
        checkLesson(page(blocks)).issues.some(({ message }) =>
          /^The (text from here|lesson) has more than/.test(message),
        ),
      ).toBe(false);
    },
  );

  it('refuses a head that nests without end, and a long one', () => {
    for (const open of ['[', '{a: ', '- '])
      expect(
        checkLesson(`---\nlesson: 1\ntitle: x\nexperiment: ${open.repeat(4000)}\n---\n\n## Page\n`).lesson,
      ).toBeUndefined();
    expect(
      checkLesson(`---\nlesson: 1\ntitle: ${'x'.repeat(25_000)}\n---\n\n## Page\n`).issues.map(
        ({ message }) => message,
      ),
    ).toEqual(['The head has more than 20000 characters.']);
  });
});
