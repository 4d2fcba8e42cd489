import * as z from 'zod';
import { experimentSchema } from './schema';

/** JSON Schema (draft 7, which VS Code's JSON support reads best) of the experiment file. */
export function experimentJsonSchema(): object {
  return { title: 'Init Lab experiment', ...z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-7' }) };
}
