import * as z from 'zod';

/** Seeds are what `np.random.seed` and `torch.manual_seed` both take as a 32-bit seed. */
export const seed = z.int().min(0).max(4294967295);
export const positive = z.number().gt(0);
export const nonNegative = z.number().min(0);
