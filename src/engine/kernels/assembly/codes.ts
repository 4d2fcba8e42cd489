/** An optional array that is not there: no array starts at the last byte. */
export const absent: usize = 0xffffffff;
/** No activation to undo: the gradient is by the pre-activations. */
export const none: i32 = -1;
