import { vscodeApi } from './vscodeApi';

/** A remembered choice of the view (not of the document), or `fallback` when there is none or it has another type. */
export function readUi<T>(key: string, fallback: T): T {
  const value = vscodeApi().getState()?.[key];
  return typeof value === typeof fallback ? (value as T) : fallback;
}

/** Remembers a choice of the view for as long as its tab exists. */
export function writeUi(key: string, value: unknown): void {
  const api = vscodeApi();
  api.setState({ ...api.getState(), [key]: value });
}
