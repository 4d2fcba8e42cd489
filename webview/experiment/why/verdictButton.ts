import * as l10n from '@vscode/l10n';
import { css, html, type TemplateResult } from 'lit';
import type { RunRecord } from '../../../src/experiment/record/record';
import { reasonsFor, type Subject } from '../../../src/experiment/why/subject';
import { explain } from './explain';

/** Of a verdict that opens: words with an arrow at their end. */
export const verdictButtonStyles = css`
  .why {
    display: flex; align-items: start; gap: 2px; width: 100%; margin: 0 -3px; padding: 0 3px; font: inherit;
    font-size: 12px; line-height: 15px; text-align: start; border: 0; border-radius: 3px; cursor: pointer;
    color: inherit; background: none;
  }
  .why:hover {
    background: var(--vscode-toolbar-hoverBackground, var(--vscode-list-hoverBackground));
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent); outline-offset: -1px;
  }
  .why > span { min-width: 0; overflow-wrap: anywhere; }
  .why > vscode-icon { flex: none; margin-top: 1px; color: var(--vscode-textLink-foreground); }
`;

/**
 * A verdict or finding that opens to its reason; hovering tells the first sentence, after `whole` where the text is
 * shortened. It is worked out only when it is asked for.
 */
export function verdictButton(run: RunRecord, subject: Subject, text: string, whole?: string): TemplateResult {
  const tell = ({ currentTarget }: Event): void => {
    const [first, ...rest] = reasonsFor(run, subject);
    const more = rest.map(({ title }) => `• ${title}`);
    (currentTarget as HTMLElement).title = [
      ...(whole === undefined || whole === text ? [] : [whole]),
      first?.sentences[0] ?? '',
      ...more,
    ].join('\n');
  };
  return html`<button type="button" class="why" aria-description=${l10n.t('Explain')} @pointerenter=${tell}
    @focus=${tell} @click=${explain(subject)}><span>${text}</span><vscode-icon name="question"
    size="12"></vscode-icon></button>`;
}
