import { html, type TemplateResult } from 'lit';

/** One choice of a row of buttons. */
export interface Segment<T> {
  value: T;
  label: string;
  title?: string;
  disabled?: boolean;
}

/** Buttons in a row of which one is pressed, or none when `value` is undefined. */
export function segments<T>(
  name: string,
  options: readonly Segment<T>[],
  value: T | undefined,
  choose: (value: T) => void,
): TemplateResult {
  return html`<span class="segments" role="group" aria-label=${name}>
    ${options.map(
      (option) => html`<button type="button" aria-pressed=${option.value === value}
      ?disabled=${option.disabled ?? false} title=${option.title ?? ''} @click=${() => choose(option.value)}>${option.label}</button>`,
    )}
  </span>`;
}
