#pragma once
#include <stddef.h>
#include <stdint.h>

/// Whether this processor has instructions for SHA-256.
int csha256_is_available(void);

/// The compression function of FIPS 180-4 over `blocks` blocks of 64 bytes, by the processor's
/// instructions; call it only where they are available.
void csha256_compress(uint32_t state[8], const uint8_t *bytes, size_t blocks);
