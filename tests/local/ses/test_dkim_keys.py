"""The public half of a private key. The key was made for this file and signs nothing."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.dkim_keys import public_key

PKCS1 = (
    "MIICWwIBAAKBgQC2mv7Cs6CP8YkOoQbFOLrapjf439dWb1v1EG29ThhAN+bVvF1YZvsLHI2JYHfYsGQD38IRkKF/hb4EHq5BMWMh"
    "ubo1/kL8+j/Y1Idbzv9ZOSHYLFMR6+4K6la+B7ZPWcqZQzIZydox0ONM9wNMcLVOHomCJBHU5/rRLkDI+8w4QwIDAQABAoGAdM9T"
    "drM3W70TgqMpVJIEnYfEuFRgSK91sJ9ww68oPjREWqdjQwClSKdcNuvZ3mh/oibJ2zicxpmEQthpedSg50YDVVPPXRvz3ycXzWvt"
    "eFpvfxxMLDebZ/0bNXNDbGd75xLbe+falKHPdGjz7WuPIi7sTA1Fb7eBK0WNkxufAUkCQQDkVXsuUU8SiP4oMBQ6fiQ6IJnnakdY"
    "HePEqt3bbZOlBxgnXdHaJTFsdj0AaA2G1ZoWLO4Yef0hr74xgkDzV7bnAkEAzLsY2Ci6s8kIS2nufre2GVGCS81BF6c+Bls8oKra"
    "ehwJwPr8KmlMD5IMNJKMRFM20FUJeYGGIDYQNFaSSNc0RQJANijUfAsLP3FBH9UvpyQugZ8kAlEiNRN56DdDQn3+TGGfaA8H7L9v"
    "trNhCsyjkLzvvJzRqPqegTQHYATuVQoUNwJAUaI44dg7ufxrBkcTBgwS3D2YCsmpLtlM7hPrNNVrkE0lxoFNk0uxPHQr0bqtm4Di"
    "1mdSA9UVujpUc8ohQlItUQJAOuQsg/HOqaEOQyVxrDxm3Y6iRBDhkkzQFhY9Kpt0i5ElnD8oBNJfsGA2vlkkFBR/vDPZvZTlN2WH"
    "wD53wc+wxQ=="
)
PKCS8 = (
    "MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBALaa/sKzoI/xiQ6hBsU4utqmN/jf11ZvW/UQbb1OGEA35tW8XVhm"
    "+wscjYlgd9iwZAPfwhGQoX+FvgQerkExYyG5ujX+Qvz6P9jUh1vO/1k5IdgsUxHr7grqVr4Htk9ZyplDMhnJ2jHQ40z3A0xwtU4e"
    "iYIkEdTn+tEuQMj7zDhDAgMBAAECgYB0z1N2szdbvROCoylUkgSdh8S4VGBIr3Wwn3DDryg+NERap2NDAKVIp1w269neaH+iJsnb"
    "OJzGmYRC2Gl51KDnRgNVU89dG/PfJxfNa+14Wm9/HEwsN5tn/Rs1c0NsZ3vnEtt759qUoc90aPPta48iLuxMDUVvt4ErRY2TG58B"
    "SQJBAORVey5RTxKI/igwFDp+JDogmedqR1gd48Sq3dttk6UHGCdd0dolMWx2PQBoDYbVmhYs7hh5/SGvvjGCQPNXtucCQQDMuxjY"
    "KLqzyQhLae5+t7YZUYJLzUEXpz4GWzygqtp6HAnA+vwqaUwPkgw0koxEUzbQVQl5gYYgNhA0VpJI1zRFAkA2KNR8Cws/cUEf1S+n"
    "JC6BnyQCUSI1E3noN0NCff5MYZ9oDwfsv2+2s2EKzKOQvO+8nNGo+p6BNAdgBO5VChQ3AkBRojjh2Du5/GsGRxMGDBLcPZgKyaku"
    "2UzuE+s01WuQTSXGgU2TS7E8dCvRuq2bgOLWZ1ID1RW6OlRzyiFCUi1RAkA65CyD8c6poQ5DJXGsPGbdjqJEEOGSTNAWFj0qm3SL"
    "kSWcPygE0l+wYDa+WSQUFH+8M9m9lOU3ZYfAPnfBz7DF"
)
PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC2mv7Cs6CP8YkOoQbFOLrapjf439dWb1v1EG29ThhAN+bVvF1YZvsLHI2JYHfY"
    "sGQD38IRkKF/hb4EHq5BMWMhubo1/kL8+j/Y1Idbzv9ZOSHYLFMR6+4K6la+B7ZPWcqZQzIZydox0ONM9wNMcLVOHomCJBHU5/rR"
    "LkDI+8w4QwIDAQAB"
)


@pytest.mark.parametrize("private", [PKCS1, PKCS8])
def test_both_forms_of_a_private_key_give_the_public_key_openssl_gives(private: str) -> None:
    assert public_key(private) == PUBLIC


@pytest.mark.parametrize("text", ["", "AAAA", "not base64!", PUBLIC, PKCS1[:400]])
def test_anything_else_is_no_private_key(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        public_key(text)
