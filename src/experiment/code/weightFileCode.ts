import { quoted } from './snippet';

/** Lines that read all tensors of a weight file beside the script into a dictionary. */
export function weightFileLines(variable: string, path: string): string[] {
  const file = `Path(__file__).parent / ${quoted(path)}`;
  if (path.endsWith('.safetensors')) return [`${variable} = load_file(${file})`];
  if (path.endsWith('.npy')) return [`${variable} = {"": torch.from_numpy(numpy.load(${file}))}`];
  if (path.endsWith('.npz'))
    return [`${variable} = {name: torch.from_numpy(array) for name, array in numpy.load(${file}).items()}`];
  return [
    `${variable} = torch.load(${file}, map_location="cpu", weights_only=True)`,
    'for key in ("state_dict", "model_state_dict", "model"):  # of a whole checkpoint',
    `    if isinstance(${variable}.get(key), dict):`,
    `        ${variable} = ${variable}[key]`,
  ];
}

/** The tensor of a name; that of a file with only one goes to every name. */
export function fileTensor(variable: string, name: string): string {
  return `${variable}[${name}] if len(${variable}) > 1 else next(iter(${variable}.values()))`;
}
