/** The ends of an axis of values. */
export interface Axis {
  min: number;
  max: number;
}

/** From values to pixels and back. */
export interface Scale {
  (value: number): number;
  /** The value at a pixel. */
  at(pixel: number): number;
}

/** Maps `min` … `max` to the pixels `from` … `to`, by logarithms where the axis is a log one. */
export function scaleOf({ min, max, log }: Axis & { log?: boolean }, from: number, to: number): Scale {
  const place = log ? Math.log : (value: number): number => value;
  const [low, span] = [place(min), place(max) - place(min)];
  const scale = (value: number): number => from + ((place(value) - low) / span) * (to - from);
  const at = (pixel: number): number => {
    const value = low + ((pixel - from) / (to - from)) * span;
    return log ? Math.exp(value) : value;
  };
  return Object.assign(scale, { at });
}
