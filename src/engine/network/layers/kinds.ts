import { kindOf, type LayerKindName } from '../../spec/networkSpec';
import type { LayerSpec } from '../layer';
import { batchNorm } from './batchNorm';
import { dense } from './dense';
import { dropout } from './dropout';
import type { LayerKind } from './layerKind';
import { layerNorm } from './layerNorm';
import { residual } from './residual';

/** All kinds of layers. */
const kinds: Record<LayerKindName, unknown> = { dense, layerNorm, batchNorm, dropout, residual };

/** How a layer computes. */
export function layerKindOf(spec: LayerSpec): LayerKind {
  return kinds[kindOf(spec)] as LayerKind;
}
