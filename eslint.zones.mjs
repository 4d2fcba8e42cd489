/**
 * The arrows of the code: each room, and the rooms that it may import from. Rooms of a room follow its own list; what
 * is not listed may not be imported.
 */
const layers = {
  'src/engine': [],
  'src/experiment': ['src/engine'],
  'src/lessons': ['src/engine', 'src/experiment'],
  'src/inspect': ['src/engine'],
  'src/protocol': ['src/engine', 'src/experiment', 'src/lessons', 'src/inspect'],
  'src/data': ['src/engine', 'src/experiment', 'src/inspect', 'src/protocol'],
  'src/processes': ['src/engine', 'src/experiment'],
  'src/inspector': ['src/engine', 'src/experiment', 'src/inspect', 'src/protocol'],
  'src/sweeps': ['src/engine', 'src/experiment', 'src/protocol'],
  'src/trainer': [
    'src/processes',
    'src/engine',
    'src/experiment',
    'src/inspect',
    'src/protocol',
    'src/data',
    'src/sweeps',
  ],
  'src/python': ['src/engine', 'src/experiment', 'src/inspect', 'src/protocol', 'src/data', 'src/sweeps'],
  'src/queue': [
    'src/engine',
    'src/experiment',
    'src/inspect',
    'src/protocol',
    'src/data',
    'src/sweeps',
    'src/trainer',
    'src/python',
  ],
  'src/host': [
    'src/processes',
    'src/engine',
    'src/experiment',
    'src/lessons',
    'src/inspect',
    'src/protocol',
    'src/data',
    'src/trainer',
    'src/python',
    'src/queue',
  ],
  'src/cli': [
    'src/engine',
    'src/experiment',
    'src/lessons',
    'src/inspect',
    'src/protocol',
    'src/data',
    'src/trainer',
    'src/python',
    'src/queue',
  ],
  webview: ['src/engine', 'src/experiment', 'src/lessons', 'src/inspect', 'src/protocol'],
};

/** From the ground up: a room of these may import those before it. */
const floors = {
  'src/engine': [
    'spec',
    'numerics',
    'formats',
    'random',
    'datasets',
    'initializers',
    'kernels',
    'network',
    'diagnostics',
  ],
  'src/experiment': [
    'text',
    'statistics',
    'format',
    'edit',
    'presets',
    'editorSchema',
    'record',
    'messages',
    'code',
    'sweep',
    'verdict',
    'comparison',
    'runFile',
    'why',
    'report',
  ],
  'src/trainer': ['shared', 'backend', 'worker', 'prepare', 'run'],
  webview: ['shared', 'charts', 'weights', 'experiment', 'dev'],
};

const message = (room, other) => `${room} must not import from ${other}: see docs/architecture.md.`;

export const zones = [
  ...Object.entries(layers).flatMap(([room, allowed]) =>
    Object.keys(layers)
      .filter((other) => other !== room && !allowed.includes(other))
      .map((other) => ({ target: `./${room}`, from: `./${other}`, message: message(room, other) })),
  ),
  ...Object.entries(floors).flatMap(([room, parts]) =>
    parts.flatMap((part, floor) =>
      parts.slice(floor + 1).map((other) => ({
        target: `./${room}/${part}`,
        from: `./${room}/${other}`,
        message: message(`${room}/${part}`, `${room}/${other}`),
      })),
    ),
  ),
];
