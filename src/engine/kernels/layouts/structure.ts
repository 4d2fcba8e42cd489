/** Bytes of a number of each type. */
export const widths = { i32: 4, u32: 4, f32: 4, f64: 8 } as const;
const setters = { i32: 'setInt32', u32: 'setUint32', f32: 'setFloat32', f64: 'setFloat64' } as const;
type NumberType = keyof typeof widths;

/** Fields one after the other in memory, each at a multiple of its width, as AssemblyScript lays out a class. */
export interface Structure<Field extends string = string> {
  readonly name: string;
  readonly types: Readonly<Record<Field, NumberType>>;
  /** First byte of each field. */
  readonly at: Readonly<Record<Field, number>>;
  /** Bytes of the fields, and from one structure of a list to the next. */
  readonly bytes: number;
  readonly stride: number;
}

/**
 * Describes a structure by the types of its fields, a list of numbers with their count. In a list, structures start at
 * multiples of `alignment` bytes.
 */
export function structure<Field extends string>(
  name: string,
  fields: Readonly<Record<Field, NumberType | readonly [NumberType, count: number]>>,
  alignment = 16,
): Structure<Field> {
  const types = {} as Record<Field, NumberType>;
  const at = {} as Record<Field, number>;
  let bytes = 0;
  for (const field in fields) {
    const [type, count] = typeof fields[field] === 'string' ? [fields[field], 1] : fields[field];
    types[field] = type;
    at[field] = Math.ceil(bytes / widths[type]) * widths[type];
    bytes = at[field] + widths[type] * count;
  }
  return { name, types, at, bytes, stride: Math.ceil(bytes / alignment) * alignment };
}

/** Places of the fields in an array whose elements have `width` bytes each. */
export function placesOf<Field extends string>({ at }: Structure<Field>, width: 4 | 8): Record<Field, number> {
  const places = {} as Record<Field, number>;
  for (const field in at) places[field] = at[field] / width;
  return places;
}

/** Writes some fields of the structure that starts at byte `start` of `view`. */
export function writeFields<Field extends string>(
  view: DataView,
  start: number,
  { types, at }: Structure<Field>,
  values: Readonly<Partial<Record<Field, number>>>,
): void {
  for (const field in values) view[setters[types[field]]](start + at[field], values[field]!, true);
}
