import { catalogue } from '../../src/engine/initializers/catalogue';
import type { CatalogueEntry } from '../../src/engine/initializers/catalogueEntry';
import type { InitializerKind } from '../../src/engine/initializers/spec';
import { numberText } from './numberText';

type Raw = Readonly<Record<string, unknown>>;

/** The catalogue's entry of a kind, or undefined for a word that is none. */
export function entryOf(kind: unknown): CatalogueEntry | undefined {
  return typeof kind === 'string' && Object.hasOwn(catalogue, kind) ? catalogue[kind as InitializerKind] : undefined;
}

const words: Record<string, string> = { fanIn: 'fan-in', fanOut: 'fan-out', fanAvg: 'fan-avg', truncatedNormal: 'truncated normal' };

/** `fanIn` → `fan-in`: a choice of the file in words. */
export function choiceText(choice: string): string {
  return words[choice] ?? choice;
}

/** The name for people: its label, or the kind with the parameters that were written, `He normal, u = 2`. */
export function initializerName(raw: Raw): string {
  if (typeof raw.label === 'string' && raw.label !== '') return raw.label;
  const entry = entryOf(raw.kind);
  if (!entry) return String(raw.kind ?? 'No kind');
  const parts = entry.parameters.flatMap((parameter) => {
    const value = raw[parameter.name];
    if (parameter.type === 'boolean') return value === true ? [parameter.name] : [];
    if (parameter.type === 'choice') return typeof value === 'string' && value !== parameter.default ? [choiceText(value)] : [];
    return typeof value === 'number' ? [`${parameter.symbol ?? parameter.name} = ${numberText(value)}`] : [];
  });
  return [entry.name, ...parts].join(', ');
}

const fan = (mode: unknown): string => (mode === 'fanOut' ? 'n_out' : mode === 'fanAvg' ? '((n_in + n_out) / 2)' : 'n_in');

/** `√(6 / n)` times a factor that is left out when it is 1. */
const times = (factor: number, text: string): string => (factor === 1 ? text : `${numberText(factor)}·${text}`);

/** The law with its parameters filled in, in plain text; n_in and n_out are the fans of the kernel. */
export function initializerFormula(raw: Raw): string {
  const entry = entryOf(raw.kind);
  if (!entry) return '';
  const number = (name: string): number => {
    const fallback = entry.parameters.find((parameter) => parameter.name === name)?.default;
    return typeof raw[name] === 'number' ? raw[name] : typeof fallback === 'number' ? fallback : 0;
  };
  const normal = (variance: string): string => `W ~ N(0, ${variance})${raw.truncated === true ? ', cut at ±2σ, rescaled' : ''}`;
  const text = (name: string): string => numberText(number(name));
  const u = typeof raw.a === 'number' ? 2 / (1 + raw.a ** 2) : number('u');
  switch (entry.kind) {
    case 'constant':
      return `W = ${text('value')}`;
    case 'identity':
      return `W = ${times(number('gain'), 'I')}`;
    case 'orthogonal':
      return `W = ${times(number('gain'), 'Q')}, Q orthogonal`;
    case 'randomNormal':
      return `W ~ N(${numberText(number('scale') * number('mean'))}, ${numberText(Math.abs(number('scale') * number('stddev')))}²)`;
    case 'truncatedNormal':
      return `W ~ N(${text('mean')}, ${text('stddev')}²) cut at ±2σ`;
    case 'randomUniform':
      return `W ~ U[${text('min')}, ${text('max')})`;
    case 'glorotUniform':
      return `W ~ U ±${times(number('gain'), '√(6 / (n_in + n_out))')}`;
    case 'glorotNormal':
      return normal(`${numberText(2 * number('gain') ** 2)} / (n_in + n_out)`);
    case 'heNormal':
      return normal(`${numberText(u)} / ${fan(raw.mode)}`);
    case 'heUniform':
      return `W ~ U ±√(${numberText(3 * u)} / ${fan(raw.mode)})`;
    case 'lecunUniform':
      return 'W ~ U ±√(3 / n_in)';
    case 'lecunNormal':
      return normal('1 / n_in');
    case 'pytorchLinear':
      return 'W, b ~ U ±1 / √n_in';
    case 'varianceScaling':
      return `Var W = ${text('scale')} / ${fan(raw.mode ?? 'fanIn')}, ${choiceText(String(raw.distribution ?? 'truncatedNormal'))}`;
    default:
      return entry.formula;
  }
}
