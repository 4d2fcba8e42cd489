import type { Change } from '../../../src/experiment/edit/edit';
import type { Form } from './form';

/** An edit by a control that has no place for messages was refused: the section around it says why. */
export class RefusedEditEvent extends Event {
  constructor(readonly messages: readonly string[]) {
    super('refused-edit', { bubbles: true });
  }
}

/** Does what a button stands for; a refusal is told to its section. */
export async function editFrom(button: EventTarget | null, form: Form, changes: Change[]): Promise<void> {
  const { messages } = await form.edit(changes);
  button?.dispatchEvent(new RefusedEditEvent(messages));
}
