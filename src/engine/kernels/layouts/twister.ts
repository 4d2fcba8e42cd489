import { twisterWords } from '../../random/mt19937';
import { structure } from './structure';

/** State of a Mersenne Twister as `Mt19937.save` writes it: the index of its next word, and its words. */
export const twister = structure('twister', { position: 'i32', words: ['u32', twisterWords] });
