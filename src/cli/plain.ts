/** Text with words of a file in it, for a terminal: control characters, which could steer it, become U+FFFD; line breaks stay. */
export function plain(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, '\ufffd');
}
