/** What reads Python files: a built file of its own, which the extension loads when it is first asked for. */
export { applyToModel } from './applyToModel';
export { findModels } from './findModels';
