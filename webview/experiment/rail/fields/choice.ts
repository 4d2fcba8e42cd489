/** One choice of a select field. */
export interface Choice {
  value: string;
  label: string;
}
