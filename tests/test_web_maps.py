"""Maps without a network: what folium would load, what it would let run, and whether the same map is the same bytes."""

import re
import shutil

import folium
import pytest
from folium.plugins import Fullscreen

from scripts import leaflet
from wayfinding.web.maps import add_layer, bilingual, new_map, render, words

ATTACKS = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 2'>",
    "`${window.hit = 3}`",
    "</script><script>window.hit = 4</script>",
    "'\"); window.hit = 5; (\"'",
)
BOUNDS = (0.0, 0.0, 100.0, 50.0)


def point(**properties):
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [10.0, 20.0]},
        "properties": {"style": {"className": "sign"}, **properties},
    }


def draw(name="a", text="标志"):
    plan = new_map(BOUNDS)
    add_layer(plan, bilingual("标识", "Signs"), [point(told=bilingual(text, "sign"))], told="told")
    add_layer(plan, None, [point(label=words("10"))], labelled=True)
    return render(plan, name)


def test_a_map_is_one_function_that_answers_the_map_and_its_layers():
    drawn = draw("B1")
    assert drawn.element == "map_B1_0"
    assert drawn.script.startswith('(window.wayfindingMaps ??= {})["map_B1_0"] = () => {')
    assert re.search(r"return \{ map: map_B1_0, layers: \[geo_json_B1_\d, geo_json_B1_\d\] \};\n\};\n$", drawn.script)


def test_a_map_rests_on_files_of_the_package_and_on_no_address():
    drawn = draw()
    assert drawn.files == ("leaflet/leaflet.js", "leaflet/leaflet.css")
    assert "http" not in drawn.script
    assert "//" not in drawn.script


def test_the_same_input_gives_the_same_bytes():
    assert draw() == draw()
    assert draw().digest == draw().digest
    assert draw().digest != draw(text="另一个").digest


def test_the_links_of_other_folium_maps_stay_as_they_were():
    before = list(folium.Map.default_js)
    draw()
    assert folium.Map.default_js == before
    assert folium.Map(tiles=None).default_js == before


def test_what_the_package_does_not_hold_is_refused():
    plan = new_map(BOUNDS)
    plan.default_js = [*plan.default_js, ("new_part", "https://cdn.example/new.js")]
    with pytest.raises(ValueError, match="new_part"):
        render(plan, "a")


@pytest.mark.parametrize(
    "part",
    [
        folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x"),
        folium.Marker([0, 0], popup="text"),
        folium.Tooltip("text"),
        folium.Popup("text"),
        Fullscreen(),
    ],
)
def test_elements_that_load_or_run_anything_else_are_refused(part):
    plan = new_map(BOUNDS)
    plan.add_child(part)
    with pytest.raises(TypeError, match="not allowed"):
        render(plan, "a")


def test_text_that_was_not_escaped_is_refused():
    plan = new_map(BOUNDS)
    add_layer(plan, None, [point(told="plain")], told="told")
    with pytest.raises(TypeError, match="told"):
        render(plan, "a")


def test_a_layer_name_that_was_not_escaped_is_refused():
    plan = new_map(BOUNDS)
    add_layer(plan, "plain", [point()])
    with pytest.raises(TypeError, match="name of a layer"):
        render(plan, "a")


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_from_data_stays_text(attack):
    shown = str(bilingual(attack, attack))
    assert shown.count("<") == 4  # the two spans
    script = draw(text=attack).script
    assert "<script" not in script
    assert "</script" not in script
    assert "<img" not in script


def test_an_address_in_the_data_stays_text_too():
    assert "http" in draw(text="see https://evil.example").script
    assert "://" not in draw(text="see https://evil.example").script


def test_our_copy_of_leaflet_is_the_released_one_with_its_licence(tmp_path):
    assert list(leaflet.list_faults(leaflet.FOLDER)) == []
    assert "BSD 2-Clause" in (leaflet.FOLDER / "LICENSE").read_text(encoding="utf-8")
    copy = tmp_path / "leaflet"
    shutil.copytree(leaflet.FOLDER, copy)
    (copy / "leaflet.js").write_text("changed", encoding="utf-8")
    (copy / "leaflet.css").unlink()
    (copy / "more.js").touch()
    assert list(leaflet.list_faults(copy)) == [
        "leaflet.css is missing",
        "leaflet.js has another hash than the list",
        "more.js is not on the list",
    ]
