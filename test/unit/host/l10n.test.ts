import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import {
  bundleFile,
  callsIn,
  keysOfSources,
  languages,
  manifestFile,
  placeholders,
  sourceFiles,
} from '../../../scripts/lib/strings.mjs';
import { catalogue } from '../../../src/engine/initializers/catalogue/catalogue';
import { adviceText, formulaText, parameterText } from '../../../src/experiment/text/catalogueText';
import { configureLanguage, shownLanguage } from '../../../src/experiment/text/language';
import { presets } from '../../../src/experiment/presets/presets';
import { rawTextsIn, wordsOfMarkup } from '../data/rawTexts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const sorted = (keys: Iterable<string>) => [...keys].sort();
const english = read(bundleFile());
const manifest = read(manifestFile());

describe('the texts of the code', () => {
  it('pass one literal text, with a value for each of its places', () => {
    expect(
      sourceFiles()
        .flatMap((file) => callsIn(file))
        .filter(({ problem }) => problem !== undefined),
    ).toEqual([]);
  });

  it('are those of bundle.l10n.json, no more and no less (npm run strings)', () => {
    expect(sorted(Object.keys(english))).toEqual(sorted(keysOfSources()));
    for (const [key, text] of Object.entries(english)) expect(text).toBe(key);
  });

  it('are read off the sources as they stand', () => {
    const calls = callsIn(
      'a.ts',
      "const a = html`<p title=${l10n.t('It\\'s {0} of {1}', one, two)}>${list.map(() => l10n.t('deep'))}</p>`; l10n.t(name); l10n.t('{0}', 1, 2); l10n.t(`a ${b}`);",
    );
    expect(calls.map(({ key, problem }) => [key, problem !== undefined])).toEqual([
      ["It's {0} of {1}", false],
      ['deep', false],
      [undefined, true],
      ['{0}', true],
      [undefined, true],
    ]);
  });
});

describe('the texts of package.json', () => {
  const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  it('are those of package.nls.json', () => expect(sorted(Object.keys(manifest))).toEqual(sorted(new Set(used))));
});

describe.each(languages)('%s', (language) => {
  it.each([
    ['the code', english, read(bundleFile(language))],
    ['package.json', manifest, read(manifestFile(language))],
  ])('has every text of %s, with the same places and addresses', (_, source, translated) => {
    expect(sorted(Object.keys(translated))).toEqual(sorted(Object.keys(source)));
    for (const [key, text] of Object.entries(translated)) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(text), key).toEqual(placeholders(source[key]));
      // Commands behind links and names of settings stay as they are.
      const fixed = (words: string) => sorted(words.match(/\((command:[^)]+)\)|initLab(\.\w+)+|\$\(\w+\)/g) ?? []);
      expect(fixed(text), key).toEqual(fixed(source[key]));
    }
  });
});

describe('what is shown', () => {
  it('passes through l10n.t', () => {
    const files = sourceFiles().filter((file) => file.startsWith('webview') || file.startsWith('src/host'));
    expect(files.flatMap((file) => rawTextsIn(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('is looked for in text and attributes, not in tags and names', () => {
    expect(wordsOfMarkup('<p class="big" title="Read me">Some text</p><code>W</code>')).toEqual([
      'Read me',
      'Some text',
    ]);
    expect(wordsOfMarkup('<p class="big" @click=\u0001>\u0001</p>')).toEqual([]);
    expect(rawTextsIn('a.ts', 'window.showErrorMessage(`Bad ${name}`); window.showErrorMessage(l10n.t("x"));')).toEqual(
      ['a.ts:1 Bad \u0001'],
    );
  });
});

describe("the engine's catalogue", () => {
  it('says in English what stands here for translation', () => {
    for (const entry of Object.values(catalogue)) {
      expect(adviceText(entry.kind)).toBe(entry.advice);
      const worded = / (or|from|of|in|cut) /.test(entry.formula);
      expect(formulaText(entry.kind, ''), entry.kind).toBe(worded ? entry.formula : '');
      for (const { name, description } of entry.parameters)
        expect(parameterText(entry.kind, name, ''), `${entry.kind}.${name}`).toBe(description);
    }
  });
});

describe('a language', () => {
  afterEach(() => configureLanguage('en', undefined));

  it('is spoken from then on, where there is a bundle for it', () => {
    configureLanguage('zh-cn', read(bundleFile('zh-cn')));
    expect(shownLanguage()).toBe('zh-cn');
    expect(l10n.t('Learning rate')).toBe('学习率');
    expect(presets[0].title).toBe('同心圆');
    configureLanguage('fr', undefined);
    expect(shownLanguage()).toBe('en');
    expect(presets[0].title).toBe('Circles');
  });
});
