/* Digests and ciphers that office files are protected with; they keep no secret of ours. */
#ifndef BASE_CIPHER_H
#define BASE_CIPHER_H

#include "base/arena.h"
#include "base/str.h"

/* Bytes of the digests. */
enum { CIPHER_MD5_SIZE = 16, CIPHER_SHA1_SIZE = 20, CIPHER_SHA512_SIZE = 64 };

/* The MD5, SHA-1 and SHA-512 of some bytes. */
void cipher_md5(struct str bytes, unsigned char digest[CIPHER_MD5_SIZE]);
void cipher_sha1(struct str bytes, unsigned char digest[CIPHER_SHA1_SIZE]);
void cipher_sha512(struct str bytes, unsigned char digest[CIPHER_SHA512_SIZE]);

/* An RC4 stream. */
struct cipher_rc4 {
    unsigned char state[256];
    unsigned char i, j;
};

/* Begins a stream with a key of 1 to 256 bytes. */
void cipher_rc4_open(struct cipher_rc4 *rc4, struct str key);
/* The next byte of the stream. */
unsigned char cipher_rc4_next(struct cipher_rc4 *rc4);

/* Decrypts blocks of 16 bytes by AES with a key of 16 or 32 bytes: each by itself where `start` is
 * NULL, else chained from those 16 bytes on. False for another size of key. */
bool cipher_aes_decrypt(struct str key, const unsigned char *start, struct str bytes,
                        unsigned char *plain);
/* The bytes that a Base64 text stands for; empty if it is none. */
struct str cipher_base64(struct arena *arena, struct str text);

#endif
