/*
 * Codes that both sides know: `kernels/layouts/codes.ts` numbers the same names, and holds every instance against it.
 */

/** An optional array that is not there: no array starts at the last byte. */
export const absent: usize = 0xffffffff;
/** No activation to undo: the gradient is by the pre-activations. */
export const none: i32 = -1;

export const activation_linear: i32 = 0;
export const activation_relu: i32 = 1;
export const activation_leakyRelu: i32 = 2;
export const activation_elu: i32 = 3;
export const activation_selu: i32 = 4;
export const activation_gelu: i32 = 5;
export const activation_silu: i32 = 6;
export const activation_tanh: i32 = 7;
export const activation_sigmoid: i32 = 8;
export const activation_softplus: i32 = 9;
export const activation_softsign: i32 = 10;
export const activation_softmax: i32 = 11;

export const loss_binaryCrossEntropy: i32 = 0;
export const loss_categoricalCrossEntropy: i32 = 1;
export const loss_meanSquaredError: i32 = 2;

export const optimizer_sgd: i32 = 0;
export const optimizer_rmsprop: i32 = 1;
export const optimizer_adam: i32 = 2;
export const optimizer_adamw: i32 = 3;

/** Targets: a quantity, a class index as the number itself, class indices as one-hot rows. */
export const target_quantity: i32 = 0;
export const target_classNumber: i32 = 1;
export const target_oneHot: i32 = 2;
