import * as z from 'zod';
import { namesModel } from './forms';
import { modelExperimentSchema, networkExperimentSchema } from './schema';

interface Root {
  $schema?: string;
  definitions?: Record<string, object>;
}

const schemaFor = (schema: z.ZodType): Root => z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as Root;

/** The schemas of the two forms of an experiment, with their definitions. */
export const experimentForms = (): { network: Root; model: Root } => ({
  network: schemaFor(networkExperimentSchema),
  model: schemaFor(modelExperimentSchema),
});

/** The form that a document is read by. */
export const formOf = <T>(document: unknown, { network, model }: { network: T; model: T }): T =>
  namesModel(document) ? model : network;

/** JSON Schema (draft 7, which VS Code's JSON support reads best) of the experiment file in both its forms. */
export function experimentJsonSchema(): object {
  const { network, model } = experimentForms();
  const { $schema, definitions, ...networkForm } = network;
  const { $schema: _, definitions: more, ...modelForm } = model;
  return {
    $schema,
    title: 'Init Lab experiment',
    type: 'object',
    if: { required: ['model'] },
    then: modelForm,
    else: networkForm,
    definitions: { ...definitions, ...more },
  };
}
