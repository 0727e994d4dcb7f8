/** A certificate for localhost that nobody has signed, until 2126. Its key protects nothing: it is for tests alone. */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSyUMVl44dDkdZZIf
BeQ/+Mwojj8jqfWH2XfXesMemTGhRANCAAT4l3G51wo6G9dPlyy6B7vh3eWPerjL
G5hgxEpazpuyYs1OkPgx6UAS7/kjNqErRRnzerCg5eNnaB6JHxKyuuMl
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUPXpuuBenNOIzMF0NphejzV5rpIkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTIwMTE0MTUyMFoYDzIxMjYxMTA3
MTQxNTIwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT4l3G51wo6G9dPlyy6B7vh3eWPerjLG5hgxEpazpuyYs1OkPgx6UAS
7/kjNqErRRnzerCg5eNnaB6JHxKyuuMlo1MwUTAdBgNVHQ4EFgQUqP8JfOYf7BXU
fCe7fqTdgpa4pYEwHwYDVR0jBBgwFoAUqP8JfOYf7BXUfCe7fqTdgpa4pYEwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA21tZ4PqQY+1yIMiUSubKm
NZdmpMw2s6F5u37i1BkQBwIhAKhJt7RV7JgIyt5O9PpjO4OB98xHl96k3eT515s6
xlCd
-----END CERTIFICATE-----
`,
}
