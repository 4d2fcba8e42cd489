import { describe, expect, it } from 'vitest';
import { changeText } from '../../../src/experiment/edit/edit';
import { presets, presetText } from '../../../src/experiment/presets/presets';

const text = presetText(presets[0]);

describe('changes of a document', () => {
  it('leave the rest of the text as it is written', () => {
    const { text: after } = changeText(text, [{ path: ['optimizer', 'learningRate'], value: 0.5 }]);
    expect(after).toBe(text.replace('"learningRate": 0.01', '"learningRate": 0.5'));
  });

  it('keep a list of numbers on its line', () => {
    const { text: after } = changeText(text, [{ path: ['random', 'seeds'], value: [1, 2, 3] }]);
    expect(after).toBe(text.replace('"seeds": [3]', '"seeds": [1, 2, 3]'));
  });

  it('insert and remove items of a list', () => {
    const { text: more } = changeText(text, [{ path: ['initializers', 1], value: { kind: 'ones' }, insert: true }]);
    expect(JSON.parse(more!).initializers.map(({ kind }: { kind: string }) => kind)).toEqual([
      'zeros',
      'ones',
      'randomNormal',
      'heNormal',
      'glorotUniform',
    ]);
    const { text: less } = changeText(more!, [{ path: ['initializers', 1], value: undefined }]);
    expect(JSON.parse(less!)).toEqual(JSON.parse(text));
  });

  it.each(['[10, 5]', '[10,5]', '[ 10, 5 ]', '[\n    10,\n    5\n  ]'])(
    'remove the last item of a list however it is written: %j',
    (hidden) => {
      const { text: after } = changeText(text.replace('[10, 5]', hidden), [
        { path: ['network', 'hidden', 1], value: undefined },
      ]);
      expect(JSON.parse(after!).network.hidden).toEqual([10]);
    },
  );

  it('are refused, all of them, when one brings a bad value to its own place', () => {
    const { text: after, issues } = changeText(text, [
      { path: ['name'], value: 'New' },
      { path: ['optimizer', 'learningRate'], value: -1 },
    ]);
    expect(after).toBeUndefined();
    expect(issues.map(({ path }) => path)).toEqual([['optimizer', 'learningRate']]);
  });

  it('go through beside a bad value that was there before', () => {
    const broken = text.replace('"learningRate": 0.01', '"learningRate": -1');
    const { text: after } = changeText(broken, [{ path: ['name'], value: 'New' }]);
    expect(JSON.parse(after!).name).toBe('New');
  });

  it('are refused in a text that is no JSON', () => {
    expect(changeText('{', [{ path: ['name'], value: 'New' }]).text).toBeUndefined();
  });

  it('keep the line ends of the document', () => {
    const { text: after } = changeText(text.replaceAll('\n', '\r\n'), [
      { path: ['initializers', 0, 'label'], value: 'none' },
    ]);
    expect(after!.replaceAll('\r\n', '')).not.toContain('\n');
  });
});
