import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followItem } from '../../../../webview/experiment/rail/followItem';
import { Form } from '../../../../webview/experiment/rail/form';
import { editFrom, type RefusedEditEvent } from '../../../../webview/experiment/rail/refusedEdit';
import { Question } from '../../../../webview/shared/question';
import type { DocumentState, EditIssue } from '../../../../src/protocol/webview';
import { Later, turns } from '../../host/fakeVscode';

describe('an open item of a list', () => {
  it.each([
    ['stays when one after it goes', 'abc', 'ab', 0, 0],
    ['goes along when one before it goes', 'abc', 'bc', 2, 1],
    ['goes along when one is put before it', 'abc', 'xabc', 1, 2],
    ['goes along when it is moved', 'abc', 'bca', 0, 2],
    ['stays when it is changed', 'abc', 'axc', 1, 1],
    ['is closed when it is gone', 'abc', 'ac', 1, undefined],
    ['that is to come stays', 'abc', 'abcd', 3, 3],
    ['of two that are the same stays', 'aab', 'aabc', 1, 1],
  ])('%s', (_, before, after, open, then) => expect(followItem([...before], [...after], open)).toBe(then));
});

describe('a question', () => {
  it('whose input has changed is not asked any more, and its answer is not heard', async () => {
    const question = new Question<number>(() => undefined);
    const [first, second] = [new Later<number>(), new Later<number>()];
    void question.ask(() => first.promise);
    expect(question.answer).toEqual({ is: 'asked' });
    question.forget();
    expect(question.answer).toEqual({ is: 'none' });
    void question.ask(() => second.promise);
    first.reject(new Error('too late'));
    await turns();
    expect(question.answer).toEqual({ is: 'asked' });
    second.resolve(2);
    await turns();
    expect(question.answer).toEqual({ is: 'known', value: 2 });
  });

  it('that is refused says why, and may be asked again', async () => {
    const question = new Question<number>(() => undefined);
    await question.ask(() => Promise.reject(new Error('it is gone')));
    expect(question.answer).toEqual({ is: 'refused', problem: 'it is gone' });
    await question.ask(() => Promise.resolve(1));
    expect(question.answer).toEqual({ is: 'known', value: 1 });
  });
});

describe('an edit of the rail', () => {
  const formOf = (answer: (version: number | undefined) => EditIssue[]) =>
    new Form({ version: 7, issues: [] } as unknown as DocumentState, {
      edit: (_, version) => Promise.resolve(answer(version)),
    });

  it('goes out with the version that it was made for', async () => {
    let seen: number | undefined;
    await formOf((version) => {
      seen = version;
      return [];
    }).edit([]);
    expect(seen).toBe(7);
  });

  it('by a button says why it was refused', async () => {
    const button = new EventTarget();
    const heard: (readonly string[])[] = [];
    button.addEventListener('refused-edit', (event) => heard.push((event as RefusedEditEvent).messages));
    await editFrom(
      button,
      formOf(() => [{ path: ['sweep'], message: 'No.' }]),
      [],
    );
    expect(heard).toEqual([['No.']]);
  });

  it('is nowhere sent without a look at its answer', () => {
    const files = readdirSync('webview/experiment', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const careless = files.filter((file) =>
      /void (this\.)?form\.edit\(/.test(readFileSync(join('webview/experiment', file), 'utf8')),
    );
    expect(careless).toEqual([]);
  });
});
