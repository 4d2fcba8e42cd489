import { double, pairLanes, realBytes, realShift } from '../element';
import { SmallPlan } from './smallPlan';
import { blockSamples, rowBytes } from './smallTiles';

// @ts-ignore: decorator
@inline
function rowOf(order: usize, index: i32): i32 {
  return order != 0 ? load<i32>(order + ((<usize>index) << 2)) : index;
}

/** The target of a row in the width of numbers: the bits of a quantity, or a class index. */
// @ts-ignore: decorator
@inline
function targetOf(plan: SmallPlan, target: usize, row: i32): Word {
  if (double && !plan.quantities) return load<i32>(target + ((<usize>row) << 2));
  return load<Word>(target + ((<usize>row) << realShift));
}

/**
 * Turns `n` (1 to `blockSamples`) rows of a split, from `first` on in `order`, into a block: a row of samples for each
 * input, then one of targets. The block is filled up to a multiple of `pairLanes` with the last sample again, whose gradient the
 * loss sets to 0: so a made-up sample can never overflow where no real one does.
 */
export function gatherBlock(
  plan: SmallPlan,
  source: usize,
  target: usize,
  order: usize,
  first: i32,
  n: i32,
  block: usize,
): void {
  const inputs = plan.inputs;
  const filled = (n + pairLanes - 1) & ~(pairLanes - 1);
  const width = (<usize>inputs) << realShift;
  for (let s = 0; s < filled; s += 4) {
    const r0 = rowOf(order, first + min(s, n - 1)),
      r1 = rowOf(order, first + min(s + 1, n - 1));
    const r2 = rowOf(order, first + min(s + 2, n - 1)),
      r3 = rowOf(order, first + min(s + 3, n - 1));
    let p0 = source + <usize>r0 * width,
      p1 = source + <usize>r1 * width,
      p2 = source + <usize>r2 * width,
      p3 = source + <usize>r3 * width;
    let out = block + ((<usize>s) << realShift);
    let i = inputs;
    for (; !double && i > 3; i -= 4) {
      const a = v128.load(p0),
        b = v128.load(p1),
        c = v128.load(p2),
        d = v128.load(p3);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5),
        cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7),
        cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      v128.store(out, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), rowBytes);
      v128.store(out, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 2 * rowBytes);
      v128.store(out, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 3 * rowBytes);
      out += 4 * rowBytes;
      p0 += 16;
      p1 += 16;
      p2 += 16;
      p3 += 16;
    }
    for (; i > 0; i--) {
      store<Real>(out, load<Real>(p0));
      store<Real>(out, load<Real>(p1), realBytes);
      store<Real>(out, load<Real>(p2), 2 * realBytes);
      store<Real>(out, load<Real>(p3), 3 * realBytes);
      out += rowBytes;
      p0 += realBytes;
      p1 += realBytes;
      p2 += realBytes;
      p3 += realBytes;
    }
    if (target != 0) {
      store<Word>(out, targetOf(plan, target, r0));
      store<Word>(out, targetOf(plan, target, r1), realBytes);
      store<Word>(out, targetOf(plan, target, r2), 2 * realBytes);
      store<Word>(out, targetOf(plan, target, r3), 3 * realBytes);
    }
  }
}

/** Bytes of a block: its inputs and a row of targets. */
// @ts-ignore: decorator
@inline
export function blockBytes(plan: SmallPlan): usize {
  return <usize>(plan.inputs + 1) * rowBytes;
}

/** Fills the resident blocks of a batch that is the whole split in file order. */
export function smallFill(address: usize): void {
  const plan = changetype<SmallPlan>(address);
  let block = plan.resident;
  for (let first = 0; first < plan.rows; first += blockSamples) {
    gatherBlock(plan, plan.inputsSource, plan.targetSource, 0, first, min(blockSamples, plan.rows - first), block);
    block += blockBytes(plan);
  }
}
