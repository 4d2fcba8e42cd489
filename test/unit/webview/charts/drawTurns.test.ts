import { describe, expect, it, vi } from 'vitest';
import { DrawTurns } from '../../../../webview/charts/canvas/drawTurns';

/** A queue whose frames come when the test says so. */
function queueOf() {
  const frames: (() => void)[] = [];
  const reported: unknown[] = [];
  const turns = new DrawTurns(
    (work) => void frames.push(work),
    (error) => reported.push(error),
  );
  /** Frames until nothing asks for one. */
  const settle = (): void => {
    while (frames.length > 0) frames.shift()!();
  };
  return { turns, reported, settle };
}

const fail = (): void => {
  throw new Error('no such layer');
};

describe('drawings that wait for a frame', () => {
  it('are drawn though one of them throws, and the queue stays open', () => {
    const { turns, settle, reported } = queueOf();
    const drawn: string[] = [];
    turns.request(fail);
    turns.request(() => drawn.push('after it'));
    settle();
    expect(drawn).toEqual(['after it']);
    turns.request(() => drawn.push('later'));
    settle();
    expect(drawn).toEqual(['after it', 'later']);
    expect(reported).toEqual([new Error('no such layer')]);
  });

  it('tell of a failure once, and again after they were drawn in between', () => {
    const { turns, settle, reported } = queueOf();
    let fails = true;
    const draw = () => {
      if (fails) fail();
    };
    const again = () => {
      turns.request(draw);
      settle();
    };
    again();
    again();
    expect(reported).toHaveLength(1);
    fails = false;
    again();
    fails = true;
    again();
    expect(reported).toHaveLength(2);
  });

  it('are drawn once however often they were asked for, and not when they were taken back', () => {
    const { turns, settle } = queueOf();
    const [draw, unwanted] = [vi.fn(), vi.fn()];
    for (const one of [draw, draw, unwanted]) turns.request(one);
    turns.cancel(unwanted);
    settle();
    expect(draw).toHaveBeenCalledTimes(1);
    expect(unwanted).not.toHaveBeenCalled();
  });
});
