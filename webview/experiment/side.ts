import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';

/** What the side beside the results can show. */
export type SideView = 'experiment' | 'why' | 'lesson';

function titleOf(view: SideView): string {
  switch (view) {
    case 'experiment':
      return l10n.t('Experiment');
    case 'why':
      return l10n.t('Why');
    case 'lesson':
      return l10n.t('Lesson');
  }
}

/** The tabs over the side, where there is more than one; arrow keys go through them, as in every list of tabs. */
export function sideTabs(views: readonly SideView[], shown: SideView, show: (view: SideView) => void): TemplateResult {
  const key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = (views.indexOf(shown) + by + views.length) % views.length;
    show(views[next]);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')[next].focus();
  };
  return html`<div class="side-tabs" role="tablist" aria-label=${l10n.t('Beside the results')}
    @keydown=${key}>${views.map(
      (view) => html`<button type="button" role="tab" id="side-${view}"
    aria-selected=${view === shown} aria-controls="side-view" tabindex=${view === shown ? 0 : -1} @click=${() => show(view)}>${titleOf(view)}</button>`,
    )}</div>`;
}
