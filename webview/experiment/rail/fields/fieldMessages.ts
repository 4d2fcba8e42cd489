import { html, nothing } from 'lit';

/** The messages below a field. What the user just did is announced, what the document said before is not. */
export function fieldMessages(id: string, messages: readonly string[], announce: boolean) {
  if (messages.length === 0) return nothing;
  return html`<p class="field-message" id=${id} role=${announce ? 'alert' : 'note'}>${messages.join(' ')}</p>`;
}
