import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { placeText } from '../../../src/experiment/verdict/findingText';
import type { SourcePlace } from '../../../src/experiment/why/reason';

/** Asks for a file of the user's code at a line; the host opens it. */
export class OpenPlaceEvent extends Event {
  static readonly type = 'open-place';

  constructor(readonly place: SourcePlace) {
    super(OpenPlaceEvent.type, { bubbles: true, composed: true });
  }
}

/** `model.py:12` as a link that opens the file there. */
export function placeLink(place: SourcePlace): TemplateResult {
  const text = placeText(place)!;
  return html`<button type="button" class="link place" title=${place.file} aria-label=${l10n.t('Open {0}', text)}
    @click=${(event: Event) => event.currentTarget!.dispatchEvent(new OpenPlaceEvent(place))}>${text}</button>`;
}
