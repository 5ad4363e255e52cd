// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LuxToken } from "../../src/LuxToken.sol";
import { Test } from "forge-std/Test.sol";

/// @notice Moves a token among a few actors, and mints, in every order that the fuzzer finds.
contract LuxTokenHandler is Test {
    LuxToken private immutable TOKEN;
    address private immutable ADMIN;
    address[] private actors;

    uint256 public minted;

    constructor(LuxToken token, address admin) {
        TOKEN = token;
        ADMIN = admin;
        for (uint256 i = 0; i < 4; ++i) {
            actors.push(address(uint160(0xac7000 + i)));
        }
    }

    function mint(uint256 seed, uint256 amount) external {
        amount = bound(amount, 0, 1e30);
        TOKEN.mint(_actor(seed), amount);
        minted += amount;
    }

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _actor(fromSeed);
        amount = bound(amount, 0, TOKEN.balanceOf(from));
        vm.prank(from);
        assertTrue(TOKEN.transfer(_actor(toSeed), amount));
    }

    function transferFrom(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _actor(fromSeed);
        address spender = _actor(toSeed);
        amount = bound(amount, 0, TOKEN.balanceOf(from));
        vm.prank(from);
        TOKEN.approve(spender, amount);
        vm.prank(spender);
        assertTrue(TOKEN.transferFrom(from, spender, amount));
    }

    /// The administrator's role alone does not let it mint.
    function mintAsAdmin(uint256 seed, uint256 amount) external {
        address recipient = _actor(seed);
        vm.prank(ADMIN);
        try TOKEN.mint(recipient, amount) {
            assertTrue(false, "the administrator minted");
        } catch { }
    }

    function actorsBalance() external view returns (uint256 sum) {
        for (uint256 i = 0; i < actors.length; ++i) {
            sum += TOKEN.balanceOf(actors[i]);
        }
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % actors.length];
    }
}
