import { LitElement } from 'lit';

/**
 * An element that renders into the page itself: labels, descriptions and codicons then work across elements,
 * and one style sheet serves them all.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
