/*
 * The numbers of this build: `Real` is f32 or f64, `Word` the integer of its width; scripts/buildKernels.mjs says which.
 * Sources that are of both take types, widths and lanes from here.
 */

/** Whether this is the build of doubles. */
export const double: bool = sizeof<Real>() == 8;
/** Bytes of a number, and what a count of numbers is shifted by to count bytes. */
export const realBytes: usize = sizeof<Real>();
export const realShift: usize = alignof<Real>();
/** Numbers of a vector, and of the two vectors that lie side by side where two are taken at a time. */
export const lanes: i32 = 16 / <i32>sizeof<Real>();
export const pairLanes: i32 = 2 * lanes;
/** By which the sign of a number becomes the bit of one. */
export const signShift: i32 = 8 * <i32>sizeof<Real>() - 1;
