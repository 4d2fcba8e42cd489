import type { GeneratorSettings } from './source';

export type SettingName = keyof GeneratorSettings;

/** The values of each setting of generators, the one that counts without it first. */
export const settingValues = {
  backend: ['tensorflow', 'jax', 'torch'],
  partitionable: [true, false],
  keys: ['script', 'linen', 'nnx'],
  dtype: ['float64', 'float32'],
} as const satisfies { [K in SettingName]-?: readonly GeneratorSettings[K][] };

/** Their names. */
export const settingNames = Object.keys(settingValues) as SettingName[];
