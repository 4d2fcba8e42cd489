import { elementTypes, type Precision } from '../../elementType';
import { absent, activationCodes, lossCodes, none, optimizerCodes, targetCodes } from './codes';
import { byteEntryBytes, floatEntryBytes, mostChunk, numbersBytes, scratch } from './scratch';
import { blockSamples, rowBytes, smallLayer, smallPlan, sumBytes } from './smallPlan';
import { distributionBins, distributionFigures, surveyedLayer, surveyHead } from './survey';
import { twister } from './twister';

/** A kernel module whose structures lie otherwise in memory than this code writes and reads them. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError';
}

/** What `assembly/layouts.ts` exports: bytes of fields and of structures, codes, and numbers that both sides use. */
function expectedOf(precision: Precision): ReadonlyMap<string, number> {
  const expected = new Map<string, number>(
    Object.entries({
      absent,
      bins: distributionBins,
      blockSamples: blockSamples[precision],
      byteEntryBytes,
      mostChunk: mostChunk[precision],
      numbersBytes: numbersBytes[precision],
      none,
      realBytes: elementTypes[precision].bytes,
      rowBytes,
      sumBytes,
      // Modules of float32 have it alone.
      ...(precision === 'float32' ? { floatEntryBytes } : {}),
    }),
  );
  const structures = [
    smallPlan,
    smallLayer,
    scratch[precision],
    twister,
    surveyedLayer,
    surveyHead,
    distributionFigures,
  ];
  for (const { name, at, bytes } of structures)
    for (const [field, byte] of Object.entries({ ...at, bytes })) expected.set(`${name}_${field}`, byte);
  for (const [kind, codes] of Object.entries({
    activation: activationCodes,
    loss: lossCodes,
    optimizer: optimizerCodes,
    target: targetCodes,
  }))
    for (const [name, code] of Object.entries(codes)) expected.set(`${kind}_${name}`, code);
  return expected;
}

const expected = { float32: expectedOf('float32'), float64: expectedOf('float64') };
const valueOf = (value: unknown): number | undefined => (value as { value?: number } | undefined)?.value;

/** The element type of a module's numbers. */
export function precisionOf(exports: object): Precision {
  return valueOf((exports as Record<string, unknown>).realBytes) === elementTypes.float64.bytes ? 'float64' : 'float32';
}

/**
 * Holds the exports of an instance against the layouts, and its functions against how many arguments they are called
 * with; throws `LayoutError` with all that differs.
 */
export function checkLayouts(
  exports: Readonly<Record<string, unknown>>,
  argumentCounts: ReadonlyMap<string, number>,
): void {
  const differences: string[] = [];
  for (const [name, value] of expected[precisionOf(exports)]) {
    const found = valueOf(exports[name]);
    // Addresses come as signed numbers.
    if (found === undefined || (found | 0) !== (value | 0)) differences.push(`${name} ${found}, expected ${value}`);
  }
  for (const [name, count] of argumentCounts) {
    const found = (exports[name] as { length?: number } | undefined)?.length;
    if (found !== count) differences.push(`${name} of ${found} arguments, expected ${count}`);
  }
  if (differences.length > 0)
    throw new LayoutError(`The kernel module was built for other memory layouts: ${differences.join('; ')}.`);
}
