import type { SeededRandom } from './random';

/** Texts of values that break programs which trust a document. */
const hostile: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => '',
  () => 'constructor',
  () => '__proto__',
  () => 0,
  () => -0,
  () => -1,
  () => 1.5,
  () => 1e308,
  () => -1e308,
  () => 5e-324,
  () => 2 ** 53,
  () => 4294967296,
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => ({ toString: 1 }),
  () => ({ $array: 'Float32Array', offset: 0, length: 1e9 }),
  () => ({ $number: 'NaN' }),
  () => ({ kind: 'constructor' }),
  () => JSON.parse('{"__proto__": {"kind": "zeros"}}') as unknown,
  () => 'x'.repeat(100_000),
  () => Array.from({ length: 5000 }, (_, index) => index),
  () => nested(30),
  () => nested(700),
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

type Owner = Record<PropertyKey, unknown>;

/** Every place of a value, as its owner and key. */
function placesOf(value: unknown, places: [Owner, PropertyKey][] = []): [Owner, PropertyKey][] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return places;
  for (const key of Object.keys(value)) {
    places.push([value as Owner, key]);
    placesOf((value as Owner)[key], places);
  }
  return places;
}

function otherValue(
  old: unknown,
  owner: Owner,
  key: PropertyKey,
  places: readonly [Owner, PropertyKey][],
  random: SeededRandom,
): unknown {
  switch (random.below(6)) {
    case 0:
    case 1:
      return structuredClone(random.of(places)[0]);
    case 2:
      return undefined;
    case 3:
      if (!Array.isArray(owner))
        owner[random.of(['x', 'constructor', 'sweep', 'layers', 'path'])] = random.of(hostile)();
      return owner[key];
    case 4:
      return typeof old === 'number' ? old * random.of([-1, 0, 10, 1e6, 0.5, 1e300]) : random.of(hostile)();
    default:
      return random.of(hostile)();
  }
}

/**
 * Changes a few places of `value` in place: another value, one from elsewhere, none, or a key more; in a typed array
 * another length or kind.
 */
export function changeValue(value: unknown, random: SeededRandom): void {
  const places = placesOf(value);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const [owner, key] = random.of(places);
    const old = owner[key];
    if (ArrayBuffer.isView(old) && random.once(2))
      owner[key] = random.of([
        new Uint8Array(random.below(9)),
        new Float64Array(3),
        new Uint32Array(random.below(300)),
        (old as Uint8Array).slice(1),
      ]);
    else owner[key] = otherValue(old, owner, key, places, random);
  }
}
