"""smoke"""
def test_smoke(talk, signed_in):
    assert talk.say().status_code == 200
    assert signed_in().get("/api/v1/me").status_code == 200
    s = talk.finish()
    print(s)
