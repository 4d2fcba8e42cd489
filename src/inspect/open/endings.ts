/** The endings of the files that can be opened. */
export const weightFileEndings = ['.safetensors', '.npy', '.npz', '.pt', '.pth', '.keras', '.h5', '.hdf5'] as const;

/**
 * The endings of the files that a network can start from; weights are not all that a `.bin` may be, so it is opened
 * when it is named.
 */
export const initializerFileEndings = [...weightFileEndings, '.ckpt', '.bin'] as const;
